// Asks once the typing has paused, keeps what was typed, and takes a click on a hit to its place in the conversation.
import { dress } from "/times.js";

const PAUSE = 250;

export function attach(root, dotnet, room) {
  const stop = new AbortController();
  const field = root.querySelector("[data-query]");
  const key = `chatter:search:${room}`;
  let timer = 0;

  const find = () => dotnet.invokeMethodAsync("Find", field.value).catch(() => {});
  field.addEventListener("input", () => {
    sessionStorage.setItem(key, field.value);
    clearTimeout(timer);
    timer = setTimeout(find, PAUSE);
  }, { signal: stop.signal });

  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { clearTimeout(timer); find(); }
    if (event.key === "ArrowDown") { event.preventDefault(); root.querySelector(".hit[href]")?.focus(); }
  }, { signal: stop.signal });

  root.addEventListener("keydown", (event) => {
    const hit = event.target.closest?.(".hit");
    if (!hit || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const hits = [...root.querySelectorAll(".hit[href]")];
    const next = hits[hits.indexOf(hit) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) next.focus(); else if (event.key === "ArrowUp") field.focus();
  }, { signal: stop.signal });

  root.addEventListener("click", (event) => {
    const hit = event.target.closest("a[data-hit]");
    if (!hit || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("chatter:jump", { detail: hit.dataset.hit }));
    if (matchMedia("(max-width: 760px)").matches) root.querySelector(".search-field button").click();
  }, { signal: stop.signal });

  const times = new MutationObserver(dressAll);
  function dressAll() {
    times.disconnect();
    for (const time of root.querySelectorAll("time:not([title])")) dress(time);
    times.observe(root, { childList: true, subtree: true });
  }

  dressAll();
  // Whoever types faster than this script comes keeps their words.
  field.value ||= sessionStorage.getItem(key) ?? "";
  if (field.value) find();
  field.focus();
  field.select();

  return {
    stop() {
      clearTimeout(timer);
      stop.abort();
      times.disconnect();
    },
  };
}
