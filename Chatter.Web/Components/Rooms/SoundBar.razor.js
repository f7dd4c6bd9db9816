// The room's one player. Clips play one after another and never over each other; by itself it plays only the newest.
// A browser lets a page sound only after a tap: until then the bar says so and waits.
const KEEP = { volume: "chatter:volume", muted: "chatter:muted", listen: "chatter:listen" };
const STALE = 60_000; // ms after which a voice that could not be played is old news

export function attach(bar, options) {
  const part = (name) => bar.querySelector(`[data-${name}]`);
  const now = part("now"), progress = part("progress"), time = part("time"), volume = part("volume"), mute = part("mute");
  const words = bar.dataset;
  const stop = new AbortController();
  const on = (target, type, act) => target.addEventListener(type, act, { signal: stop.signal });
  const own = speech();

  let audio = null;             // made at the first sound: nobody loads what nobody hears
  let off = options.off;
  let listening = localStorage.getItem(KEEP.listen) === "on";
  let current = null;           // { seq, clip, name, text, auto }
  let waiting = null;           // the newest voice that came while another spoke
  let heard = 0;                // the newest seq that was played or passed over

  // ---- what the bar shows ------------------------------------------------------------------------------------------
  function show(state, text) {
    bar.dataset.state = state;
    now.textContent = text;
    part("listen").setAttribute("aria-label", state === "playing" ? words.pause : words.play);
    for (const button of document.querySelectorAll(".play.on")) button.classList.remove("on");
    if (current) playButton(current.seq)?.classList.add("on");
  }

  const rest = () => {
    current = null;
    progress.style.width = "0";
    time.textContent = "";
    if (!hasSound()) return show("silent", words.silent);
    show(listening ? "waiting" : "idle", listening ? words.waiting : usesOwn() ? words.own : words.invite);
  };
  const clock = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;
  const hasClips = () => options.voice || document.querySelector(".play") !== null;
  const usesOwn = () => !hasClips();
  const hasSound = () => hasClips() || own !== null;
  const playButton = (seq) => document.querySelector(`#m${seq} .play`);

  // ---- playing -----------------------------------------------------------------------------------------------------
  function element() {
    if (audio) return audio;
    audio = new Audio();
    audio.preload = "none";
    audio.volume = Number(volume.value);
    audio.muted = mute.getAttribute("aria-pressed") === "true";
    audio.dataset.roomAudio = "";
    bar.append(audio);
    on(audio, "timeupdate", () => {
      if (!current) return;
      progress.style.width = `${(100 * audio.currentTime) / (audio.duration || 1)}%`;
      time.textContent = clock(audio.currentTime);
    });
    on(audio, "ended", next);
    on(audio, "error", () => { if (current) { now.textContent = words.failed; next(); } });
    return audio;
  }

  async function play(line) {
    halt();
    current = line;
    heard = Math.max(heard, line.seq);
    show("playing", "");
    describe(line);
    if (!line.clip) return own?.say(line, volumeNow(), next);
    const player = element();
    player.src = line.clip;
    try {
      await player.play();
    } catch (fault) {
      if (fault.name === "NotAllowedError") { current = null; listening = false; show("blocked", words.blocked); }
      else if (fault.name !== "AbortError" && current === line) next();
    }
  }

  function describe(line) {
    const who = document.createElement("b");
    who.textContent = line.name;
    who.style.setProperty("--c", line.color);
    now.replaceChildren(who, ` ${line.text}`);
  }

  function halt() {
    audio?.pause();
    own?.halt();
  }

  /** After a clip: what came meanwhile, else the next one that stands below. */
  function next() {
    const after = current;
    current = null;
    const line = waiting && performance.now() - waiting.came < STALE ? waiting : after && !after.auto ? below(after.seq) : null;
    waiting = null;
    if (line && !off) play(line); else rest();
  }

  const lineOf = (row, auto) => ({
    seq: Number(row.dataset.seq), clip: row.querySelector(".play")?.dataset.clip, auto, came: performance.now(),
    name: row.querySelector(".head .by").textContent, text: row.querySelector(".said").textContent,
    color: row.style.getPropertyValue("--c"),
  });

  function below(seq) {
    for (const button of document.querySelectorAll(".msg .play")) {
      const row = button.closest(".msg");
      if (Number(row.dataset.seq) > seq) return lineOf(row, false);
    }
    return null;
  }

  // ---- what sets it going ------------------------------------------------------------------------------------------
  on(document, "chatter:rows", ({ detail }) => {
    if (off) return;
    if (bar.dataset.state === "idle" || bar.dataset.state === "silent") rest();
    if (current) playButton(current.seq)?.classList.add("on");
    if (!detail.live || !listening) return;
    const row = newest();
    if (!row || Number(row.dataset.seq) <= heard) return;
    const line = lineOf(row, true);
    heard = line.seq;
    if (current) waiting = line; else play(line);
  });

  function newest() {
    const rows = document.querySelectorAll(usesOwn() ? ".msg:not(.gone)" : ".msg:has(.play)");
    return rows[rows.length - 1];
  }

  on(document, "click", (event) => {
    const button = event.target.closest?.(".msg .play");
    if (!button || off) return;
    const row = button.closest(".msg");
    if (current?.seq === Number(row.dataset.seq)) toggle(); else play(lineOf(row, false));
  });

  on(part("listen"), "click", () => current ? toggle() : setListening(!listening));
  on(part("skip"), "click", () => { halt(); next(); });

  function toggle() {
    if (bar.dataset.state === "playing") {
      halt();
      if (current && !current.clip) return setListening(false);
      show("paused", "");
      describe(current);
    } else if (current) {
      show("playing", "");
      describe(current);
      element().play().catch(() => rest());
    }
  }

  function setListening(to) {
    listening = to;
    localStorage.setItem(KEEP.listen, to ? "on" : "off");
    if (!to) { waiting = null; halt(); return rest(); }
    const row = newest();
    if (row) play(lineOf(row, true)); else rest();
  }

  // ---- loudness ----------------------------------------------------------------------------------------------------
  const volumeNow = () => mute.getAttribute("aria-pressed") === "true" ? 0 : Number(volume.value);
  const apply = () => {
    if (audio) { audio.volume = Number(volume.value); audio.muted = mute.getAttribute("aria-pressed") === "true"; }
    volume.style.setProperty("--at", `${volume.value * 100}%`);
  };
  on(volume, "input", () => { localStorage.setItem(KEEP.volume, volume.value); setMuted(false); });
  on(mute, "click", () => setMuted(mute.getAttribute("aria-pressed") !== "true"));
  function setMuted(to) {
    mute.setAttribute("aria-pressed", String(to));
    localStorage.setItem(KEEP.muted, String(to));
    apply();
  }

  volume.value = localStorage.getItem(KEEP.volume) ?? "0.8";
  mute.setAttribute("aria-pressed", localStorage.getItem(KEEP.muted) ?? "false");
  apply();

  // Someone who listened before need not ask again, if the browser allows it; otherwise the bar invites them.
  heard = Number(newest()?.dataset.seq ?? 0);
  if (listening && navigator.userActivation && !navigator.userActivation.hasBeenActive) listening = false;
  if (!off) rest();

  return {
    setOff(to) {
      off = to;
      if (off) { halt(); current = waiting = null; } else { heard = Number(newest()?.dataset.seq ?? 0); rest(); }
    },
    stop() {
      halt();
      audio?.remove();
      stop.abort();
    },
  };
}

/** The browser's own voice; each speaker gets a pitch and speed of their own. Null where there is none. */
function speech() {
  const voice = globalThis.speechSynthesis;
  if (!voice) return null;
  const hash = (text) => [...text].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 997, 7);
  return {
    say(line, volume, done) {
      const words = new SpeechSynthesisUtterance(line.text);
      words.lang = document.querySelector("main.room")?.lang || "en";
      words.volume = volume;
      words.pitch = 0.7 + (hash(line.name) % 60) / 100;
      words.rate = 0.95 + (hash(line.name + "!") % 25) / 100;
      words.onend = words.onerror = () => done();
      voice.speak(words);
    },
    halt() { voice.cancel(); },
  };
}
