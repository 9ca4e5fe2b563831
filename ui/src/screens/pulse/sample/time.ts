export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Thursday at noon. */
export const NOW = new Date(2026, 10, 19, 12).getTime();
