// Starts the circuit, keeps it connected, and answers what is the browser's own business: the theme.
(() => {
  const page = document.documentElement;
  const notice = document.getElementById("components-reconnect-modal");
  const waits = [1, 2, 4, 8, 16];
  const cookie = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };

  // ---- connection -------------------------------------------------------------------------------------------------
  let trying = null;

  // The framework also raises its alarm when a connection cannot be had; that is told by the notice already.
  const calm = () => document.getElementById("blazor-error-ui")?.style.removeProperty("display");

  const show = (state) => {
    calm();
    notice.className = "reconnect" + (state ? ` components-reconnect-${state}` : "");
    page.dataset.connection = { show: "lost", failed: "failed", rejected: "failed" }[state] ?? "live";
  };

  // What was on the page is kept by the page's own scripts; a fresh one reads on from there.
  const reload = () => {
    show("rejected");
    sessionStorage.setItem("chatter:resume", "1");
    location.reload();
  };

  function lost() {
    if (trying) return;
    const attempt = { number: 0, timer: 0, busy: false };
    trying = attempt;
    document.dispatchEvent(new Event("chatter:lost"));
    show("show");
    next();

    function next() {
      if (attempt.number >= waits.length) return show("failed");
      // A little jitter, lest everybody comes back in the same moment.
      let left = waits[attempt.number] * (1 + 0.2 * Math.random());
      const until = performance.now() + left * 1000;
      document.getElementById("components-reconnect-current-attempt").textContent = attempt.number + 1;
      attempt.number++;
      const tick = () => {
        left = (until - performance.now()) / 1000;
        document.getElementById("components-seconds-to-next-attempt").textContent = Math.max(0, Math.ceil(left));
        if (left <= 0) return attempt.now();
        attempt.timer = setTimeout(tick, Math.min(1000, left * 1000));
      };
      tick();
    }

    attempt.now = async () => {
      if (attempt.busy) return;
      clearTimeout(attempt.timer);
      attempt.busy = true;
      show("show");
      try {
        if (await Blazor.reconnect()) return;
        reload();
      } catch {
        if (trying === attempt) next();
      } finally {
        attempt.busy = false;
      }
    };

    attempt.anew = () => { attempt.number = 0; attempt.now(); };
  }

  function back() {
    if (trying) clearTimeout(trying.timer);
    trying = null;
    show("");
    document.dispatchEvent(new Event("chatter:back"));
  }

  const anew = () => trying?.anew();
  addEventListener("online", anew);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && anew());
  notice.querySelector("[data-reconnect]").addEventListener("click", () => trying ? anew() : location.reload());

  Blazor.start({
    logLevel: 4, // errors; what is expected when a connection drops is told in the page
    circuit: {
      reconnectionHandler: { onConnectionDown: lost, onConnectionUp: back },
      // A WebSocket or nothing: no asking beforehand, and no falling back to polling while the server is away.
      configureSignalR: (builder) => builder.withUrl("_blazor", { transport: 1, skipNegotiation: true }),
    },
  }).then(() => { page.dataset.connection = "live"; }, () => show("failed"));

  // ---- theme ------------------------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-toggle]")) return;
    const theme = page.dataset.theme === "light" ? "dark" : "light";
    const sheet = document.querySelector("[data-theme-sheet]");
    const next = sheet.cloneNode();
    next.href = sheet.dataset[theme];
    next.onload = () => {
      sheet.remove();
      page.dataset.theme = theme;
      document.querySelector("meta[name=color-scheme]").content = theme;
      document.querySelector("meta[name=theme-color]").content = getComputedStyle(page).getPropertyValue("--rail").trim();
    };
    sheet.after(next);
    cookie("chatter-theme", theme);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#blazor-error-ui .reload")) { event.preventDefault(); reload(); }
  });
})();
