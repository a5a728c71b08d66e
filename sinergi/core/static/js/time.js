// The server's time in the browser, and how times are written: a dot is a clock, a colon is a duration.
const root = document.documentElement;
const nav = performance.getEntriesByType("navigation")[0];
const received = performance.timeOrigin + (nav ? nav.responseStart : 0);
let offset = root.dataset.now ? Date.parse(root.dataset.now) - received : 0;
const words = root.lang === "en" ? { h: "h", m: "min", d: "days", late: "overdue" } : { h: "j", m: "mnt", d: "hari", late: "lewat" };
const two = (n) => String(n).padStart(2, "0");

export const overdueWord = words.late;

/** Milliseconds since 1970 by the server's clock. */
export const now = () => Date.now() + offset;

/** The stream says what time it is; trust it over the page's age. */
export function sync(iso) { offset = Date.parse(iso) - Date.now(); }

/** When the wire was lost, or null: then counters become clock times. */
export const stale = () => root.dataset.stale || null;

export function clock(ms, seconds = true, zone = false) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: root.dataset.zone || "UTC", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  }).format(ms).split(":");
  const text = (seconds ? parts : parts.slice(0, 2)).join(".");
  return zone ? `${text} ${root.dataset.zoneName || "UTC"}` : text;
}

/** 27 Nov */
export function day(ms) {
  return new Intl.DateTimeFormat(root.lang || "id", { timeZone: root.dataset.zone || "UTC", day: "numeric", month: "short" }).format(ms);
}

export function duration(ms, coarse = false) {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (coarse && s < 3600) return `${Math.floor(s / 60)} ${words.m}`;
  if (s < 3600) return `${two(Math.floor(s / 60))}:${two(s % 60)}`;
  if (s < 86400) return `${Math.floor(s / 3600)} ${words.h} ${two(Math.floor(s / 60) % 60)} ${words.m}`;
  return `${Math.floor(s / 86400)} ${words.d}`;
}

const tickers = new Set();
setInterval(() => tickers.forEach((tick) => tick()), 1000);

/** Base of every element that shows passing time. */
export class Ticking extends HTMLElement {
  connectedCallback() {
    this.tick = () => { const text = this.text(); if (text !== this.textContent) this.textContent = text; };
    tickers.add(this.tick);
    this.tick();
  }
  disconnectedCallback() { tickers.delete(this.tick); }
}

export function everySecond(tick) { tickers.add(tick); tick(); }
