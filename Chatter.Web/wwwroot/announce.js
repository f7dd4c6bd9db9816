// Tells a screen reader what was said, in summaries: a busy room would otherwise never let it finish.
const EVERY = 5000;
const KEY = "chatter:announce";

export function announce(log, many) {
  let waiting = [], lastN = -1, timer = 0;

  const nameOf = (row) => row.querySelector(".head .by")?.textContent ?? "";
  const paused = () => localStorage.getItem(KEY) === "off";

  function tell() {
    timer = 0;
    if (waiting.length === 0 || paused()) { waiting = []; return; }
    const words = waiting.length <= 2
      ? waiting.map((row) => `${nameOf(row)}: ${row.querySelector(".said")?.textContent ?? ""}`).join(" ")
      : many.replace("{0}", waiting.length).replace("{1}", nameOf(waiting.at(-1)));
    waiting = [];
    const line = document.createElement("p");
    line.textContent = words;
    log.append(line);
    while (log.childElementCount > 5) log.firstElementChild.remove();
    timer = setTimeout(tell, EVERY);
  }

  const onClick = (event) => {
    const button = event.target.closest?.("[data-announce-toggle]");
    if (!button) return;
    localStorage.setItem(KEY, paused() ? "on" : "off");
    show();
  };
  const show = () => {
    for (const button of document.querySelectorAll("[data-announce-toggle]"))
      button.setAttribute("aria-checked", String(!paused()));
  };

  document.addEventListener("click", onClick);
  show();

  const speak = (rows) => {
    const fresh = [...rows].filter((row) => Number(row.dataset.n) > lastN);
    const begun = lastN >= 0;
    lastN = Math.max(lastN, ...fresh.map((row) => Number(row.dataset.n)));
    if (!begun) return;
    waiting.push(...fresh);
    waiting = waiting.slice(-100);
    timer ||= setTimeout(tell, 400);
  };
  speak.stop = () => { clearTimeout(timer); document.removeEventListener("click", onClick); };
  return speak;
}
