// Writes times as the viewer's own language and zone have them.
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const dayOfOtherYear = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const near = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** Writes a time element's own words; returns the local day as a key. */
export function dress(time) {
  const at = new Date(time.dateTime);
  time.textContent = "date" in time.dataset ? date.format(at) : clock.format(at);
  time.title = full.format(at);
  return `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`;
}

/** The name of a day given by its key: today, yesterday, or its date. */
export function nameOf(key) {
  const [year, month, date] = key.split("-").map(Number);
  const then = new Date(year, month, date), now = new Date();
  const days = Math.round((then - new Date(now.getFullYear(), now.getMonth(), now.getDate())) / 86400000);
  if (days === 0 || days === -1) {
    const word = near.format(days, "day");
    return word.charAt(0).toLocaleUpperCase() + word.slice(1);
  }
  return (year === now.getFullYear() ? day : dayOfOtherYear).format(then);
}
