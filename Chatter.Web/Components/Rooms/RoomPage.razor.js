// The room's keys, and whether its tab can be seen.
import { watch as watchVisible } from "/visible.js";

export function watch(dotnet) {
  const visible = watchVisible(dotnet);
  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
  const open = (panel) => dotnet.invokeMethodAsync("OpenPanel", panel).catch(() => {});

  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing(event.target)) {
      event.preventDefault();
      const field = document.querySelector("[data-query]");
      if (field) field.focus(); else open("search");
    } else if (event.key === "Escape" && document.querySelector("main.room:not([data-panel=none])")) {
      event.preventDefault();
      open("");
      document.querySelector(".tail")?.focus({ preventScroll: true });
    } else if (event.key === "End" && !typing(event.target)) {
      event.preventDefault();
      document.dispatchEvent(new Event("chatter:latest"));
    }
  };

  document.addEventListener("keydown", onKey);
  document.querySelector("main.room")?.setAttribute("data-ready", "");
  return {
    stop() {
      visible.stop();
      document.removeEventListener("keydown", onKey);
    },
  };
}

export function setPerformance(on) {
  document.documentElement.dataset.view = on ? "performance" : "normal";
  document.cookie = `chatter-view=${on ? "performance" : "normal"}; path=/; max-age=31536000; samesite=lax`;
}
