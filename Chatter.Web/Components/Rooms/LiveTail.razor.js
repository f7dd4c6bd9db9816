// The conversation's scroller. One rule holds it still: after every change of the document the row the reader looks at
// is put back where it was; only then, and only if they stood at the end, the page goes on to the end.
import { dress, nameOf } from "/times.js";
import { announce } from "/announce.js";

const NEAR = 40;        // px from the end that still count as the end
const REACH = "900px";  // history is asked for before its edge comes into sight

let first = true;       // a page brought back by the browser takes up its place once

export function attach(el, dotnet, room) {
  const rows = el.querySelector(".rows");
  const frame = el.parentElement;
  const toast = frame.querySelector("[data-toast]");
  const stop = new AbortController();
  const on = (target, type, act, options) => target.addEventListener(type, act, { signal: stop.signal, ...options });
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const key = `chatter:at:${room.room}`;

  let sticks = true, told = true, settling = 0, moved = false, last = 0, places = [], gliding = 0, asking = false;
  let scrolled = 0, soon = 0, newFrom = 0, readN = 0, lastSeq = 0, lastN = 0, away = false, saving = 0, gone = false;

  // ---- where the reader is -----------------------------------------------------------------------------------------
  const left = () => el.scrollHeight - el.clientHeight - el.scrollTop;
  const atHead = () => el.dataset.head === "true";
  const rowOf = (seq) => rows.querySelector(`#m${CSS.escape(String(seq))}`);
  const all = () => rows.querySelectorAll(".msg");
  const topOf = (row) => row.getBoundingClientRect().top - el.getBoundingClientRect().top + el.scrollTop;
  const quick = () => still.matches || document.hidden || document.documentElement.dataset.view === "performance";

  function remember() {
    const box = el.getBoundingClientRect();
    places = [];
    const list = all();
    for (let i = list.length - 1; i >= 0; i--) {
      const r = list[i].getBoundingClientRect();
      if (r.bottom <= box.top) break;
      if (r.top < box.bottom) places.push({ seq: list[i].dataset.seq, top: r.top - box.top });
    }
    places.reverse();
    last = el.scrollTop;
    save();
  }

  function restore() {
    const top = el.getBoundingClientRect().top;
    for (const place of places) {
      const row = rowOf(place.seq);
      if (!row) continue;
      const off = row.getBoundingClientRect().top - top - place.top;
      if (Math.abs(off) > 0.5) el.scrollTop += off;
      return;
    }
  }

  function setSticks(now) {
    sticks = now;
    if (now !== told) tellStick();
  }

  function tellStick() {
    told = sticks;
    call("Stick", sticks, places.length + 6, newFrom > 0 ? readN : 0);
  }

  // Two frames later: the first shows the new row below the fold and moves nothing, the second only scrolls.
  function glide(at = 2) {
    cancelAnimationFrame(gliding);
    const step = (more) => {
      gliding = 0;
      if (!sticks || gone) return;
      if (more > 0) { gliding = requestAnimationFrame(() => step(more - 1)); return; }
      const rest = left();
      if (rest < 1) return remember();
      el.scrollTop += quick() || rest > el.clientHeight ? rest : Math.max(1.5, rest * 0.28);
      remember();
      if (left() >= 1) gliding = requestAnimationFrame(() => step(0));
    };
    step(at);
  }

  function toEnd() {
    sticks = true;
    moved = false;
    newFrom = 0;
    el.scrollTop = el.scrollHeight;
    remember();
    tellStick();
    link(null);
    mark();
  }

  // ---- what the page adds to the shared markup ---------------------------------------------------------------------
  function mark() {
    let before = null, newShown = false;
    for (const row of all()) {
      if (!row.day) row.day = dress(row.querySelector("time"));
      // Above the first row of a stretch there is more of its day, unless the room begins there.
      const label = row.day === before || (before === null && el.dataset.start === "false") ? null : nameOf(row.day);
      if (label !== (row.dataset.day ?? null)) label ? (row.dataset.day = label) : delete row.dataset.day;
      before = row.day;
      const isNew = newFrom > 0 && !newShown && Number(row.dataset.seq) >= newFrom;
      newShown ||= isNew;
      if (isNew) row.dataset.new = toast.dataset.new; else if ("new" in row.dataset) delete row.dataset.new;
    }
  }

  const observer = new MutationObserver(changed);
  const listen = () => observer.observe(rows, { childList: true, subtree: true });

  function changed() {
    observer.disconnect();
    mark();
    listen();
    if (!atHead()) sticks = false;
    restore();
    // What comes first after a lost connection may come before the word that it is back.
    if (away && newFrom > 0) showMissed();
    else if (sticks) places.length ? glide() : toEndNow();
    remember();
    const end = rows.querySelector(".chunk:last-child .msg:last-child");
    const newest = Number(end?.dataset.seq ?? 0);
    if (atHead() && newest > lastSeq) {
      lastSeq = newest;
      lastN = Number(end.dataset.n);
      speak(all());
    }
    look();
    document.dispatchEvent(new CustomEvent("chatter:rows", { detail: { rows, live: atHead() } }));
  }

  function toEndNow() {
    el.scrollTop = el.scrollHeight;
  }

  // What was missed stands where it belongs: below what was read last.
  function showMissed() {
    const row = [...all()].find((r) => Number(r.dataset.seq) >= newFrom);
    away = false;
    if (!row) { newFrom = 0; return; }
    if (!sticks) return;
    const below = el.scrollHeight - topOf(row);
    if (below < el.clientHeight) return glide(0);
    el.scrollTop = topOf(row) - 56;
    moved = true;
    sticks = false;
    remember();
    tellStick();
  }

  // ---- history -----------------------------------------------------------------------------------------------------
  const edges = new IntersectionObserver((seen) => {
    if (!moved || asking) return;
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      if (target.dataset.edge === "above" && el.dataset.start === "false") return askSoon("LoadAbove");
      if (target.dataset.edge === "below" && !atHead()) return askSoon("LoadBelow");
    }
  }, { root: el, rootMargin: `${REACH} 0px` });

  // Observing anew makes the observer say again what is in reach.
  function look() {
    edges.disconnect();
    for (const edge of el.querySelectorAll("[data-edge]")) edges.observe(edge);
  }

  // Rows put in while the browser is still rolling would end its roll: wait for a pause, unless the edge is almost in sight.
  function askSoon(what) {
    clearTimeout(soon);
    const near = (what === "LoadAbove" ? el.scrollTop : left()) < 240;
    if (near || performance.now() - scrolled > 110) ask(what); else soon = setTimeout(askSoon, 60, what);
  }

  async function ask(what) {
    if (asking || gone) return;
    asking = true;
    await call(what);
    asking = false;
    look();
  }

  function move() {
    scrolled = performance.now();
    if (moved) return;
    moved = true;
    look();
  }

  on(el, "scroll", () => {
    const up = el.scrollTop < last - 1;
    if (el.scrollTop !== last) scrolled = performance.now();
    if (up) {
      move();
      sticks = false;
      if (left() > NEAR) setSticks(false);
    } else if (left() <= NEAR) {
      backAtEnd();
    }
    // Who stops a finger's breadth above the end has not left it.
    clearTimeout(settling);
    settling = setTimeout(() => left() <= NEAR && backAtEnd(), 300);
    remember();
  }, { passive: true });
  on(el, "wheel", (event) => { if (event.deltaY < 0) { cancelAnimationFrame(gliding); gliding = 0; move(); } }, { passive: true });
  on(el, "touchmove", () => { cancelAnimationFrame(gliding); gliding = 0; move(); }, { passive: true });
  on(el, "keydown", (event) => { if (["PageUp", "Home", "ArrowUp"].includes(event.key)) move(); });

  function backAtEnd() {
    if (sticks || !atHead() || gone) return;
    newFrom = 0;
    setSticks(true);
    link(null);
  }

  const sizes = new ResizeObserver(() => {
    restore();
    if (sticks) toEndNow();
    remember();
  });

  // ---- jumping -----------------------------------------------------------------------------------------------------
  async function jump(seq) {
    let row = rowOf(seq);
    if (!row) {
      moved = true;
      const found = await call("Show", Number(seq));
      if (!found) return say(toast.dataset.lost);
      sticks = false;
      row = await there(found);
    }
    if (row) reveal(row);
  }

  function there(seq) {
    return new Promise((done) => {
      const until = performance.now() + 3000;
      const seek = () => {
        const row = rowOf(seq);
        if (row || performance.now() > until) done(row); else requestAnimationFrame(seek);
      };
      seek();
    });
  }

  function reveal(row) {
    cancelAnimationFrame(gliding);
    const room = el.clientHeight - row.offsetHeight;
    el.scrollTop = topOf(row) - Math.max(40, room / 2);
    const end = left() <= NEAR && atHead();
    move();
    remember();
    if (!end) setSticks(false);
    for (const other of rows.querySelectorAll(".hit-row")) other.classList.remove("hit-row");
    void row.offsetWidth;
    row.classList.add("hit-row");
    row.focus({ preventScroll: true });
    link(row.dataset.seq);
  }

  function link(seq) {
    const url = new URL(location.href);
    if ((url.searchParams.get("m") ?? null) === seq) return;
    if (seq) url.searchParams.set("m", seq); else url.searchParams.delete("m");
    history.replaceState(history.state, "", url);
  }

  let toasted = 0;
  function say(words) {
    clearTimeout(toasted);
    toast.textContent = words;
    toast.classList.add("shown");
    toasted = setTimeout(() => { toast.classList.remove("shown"); toast.textContent = ""; }, 2500);
  }

  on(el, "click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const a = event.target.closest("a.re, a.at");
    if (!a) return;
    event.preventDefault();
    const seq = new URL(a.href).searchParams.get("m");
    if (a.classList.contains("re")) return jump(seq);
    link(seq);
    navigator.clipboard?.writeText(location.href).then(() => say(toast.dataset.copied), () => {});
  });

  on(document, "chatter:jump", (event) => jump(event.detail));
  on(document, "chatter:latest", () => { el.focus({ preventScroll: true }); atHead() ? toEnd() : call("ShowNewest"); });

  // ---- leaving and coming back -------------------------------------------------------------------------------------
  const missFrom = (seq, n) => { newFrom = seq + 1; readN = n; };
  on(document, "chatter:lost", () => { if (!newFrom) missFrom(lastSeq, lastN); away = true; });
  on(document, "chatter:back", () => mark());
  on(document, "visibilitychange", () => { if (document.hidden) { if (sticks) missFrom(lastSeq, lastN); save(true); } else mark(); });
  on(window, "pagehide", () => save(true));

  function save(now) {
    if (!now && saving) return;
    clearTimeout(saving);
    const write = () => {
      saving = 0;
      if (gone && !now) return;
      sessionStorage.setItem(key, JSON.stringify({ epoch: room.epoch, sticks, seen: lastSeq, n: lastN, place: places[0] ?? null }));
    };
    if (now) write(); else saving = setTimeout(write, 400);
  }

  async function resume() {
    const returned = sessionStorage.getItem("chatter:resume")
      || ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type);
    sessionStorage.removeItem("chatter:resume");
    if (!first || !returned) return false;
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (!kept || kept.epoch !== room.epoch || !kept.place) return false;
    const newest = lastSeq;
    if (kept.seen < newest) missFrom(kept.seen, kept.n);
    if (kept.sticks && (rowOf(kept.seen) || kept.seen >= newest)) {
      mark();
      if (newFrom > 0) showMissed();
      return true;
    }
    const at = kept.sticks ? kept.seen : Number(kept.place.seq);
    if (!rowOf(at)) {
      moved = true;
      if (!await call("Show", at)) return false;
      await there(at);
    }
    const row = rowOf(at);
    if (!row) return false;
    cancelAnimationFrame(gliding);
    sticks = false;
    el.scrollTop = topOf(row) - (kept.sticks ? el.clientHeight / 2 : kept.place.top);
    mark();
    move();
    remember();
    tellStick();
    return true;
  }

  // ---- the end -----------------------------------------------------------------------------------------------------
  const call = (name, ...args) => dotnet.invokeMethodAsync(name, ...args).catch(() => undefined);
  const speak = announce(frame.querySelector("[data-announcer]"), toast.dataset.many);

  el.classList.add("ready");
  el.scrollTop = el.scrollHeight;
  changed();
  sizes.observe(el);
  sizes.observe(rows);
  if (room.target) { sticks = false; there(room.target).then((row) => row && reveal(row)); }
  else resume().then(() => { first = false; if (sticks) tellStick(); });
  first = first && !room.target;

  return {
    toEnd: () => requestAnimationFrame(toEnd),
    stop() {
      save(true);
      gone = true;
      clearTimeout(settling);
      clearTimeout(soon);
      stop.abort();
      observer.disconnect();
      edges.disconnect();
      sizes.disconnect();
      speak.stop();
      cancelAnimationFrame(gliding);
    },
  };
}
