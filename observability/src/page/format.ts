/** The placeholder for an unknown value. */
export const NOTHING = "–";

/** Two significant digits: `0.42`, `4.2`, `42`. */
function short(value: number): string {
  if (value === 0) return "0";
  if (value < 0.01) return "<0.01";
  return value < 9.95 ? `${Number(value.toPrecision(2))}` : `${Math.round(value)}`;
}

/** A rate per second: `42/s`, `1.2k/s`. */
export function rate(perSecond: number | undefined): string {
  if (perSecond === undefined) return NOTHING;
  return perSecond >= 1000 ? `${(perSecond / 1000).toFixed(1)}k/s` : `${short(perSecond)}/s`;
}

/** A duration: `18 ms`, `1.4 s`, `3 min`. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) return NOTHING;
  if (seconds < 0.0095) return `${short(seconds * 1000)} ms`;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${short(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** A share from 0 to 1 as a percentage: `42 %`, with one decimal if it is small. */
export function percent(share: number | undefined): string {
  if (share === undefined) return NOTHING;
  const value = share * 100;
  if (value === 0) return "0 %";
  if (value < 0.1) return "<0.1 %";
  return value < 9.95 ? `${Number(value.toFixed(1))} %` : `${Math.round(value)} %`;
}

/** An amount of memory: `88 MiB`, `1.2 GiB`. */
export function bytes(count: number | undefined): string {
  if (count === undefined) return NOTHING;
  const mebibytes = count / 1024 ** 2;
  if (mebibytes >= 1000) return `${(mebibytes / 1024).toFixed(1)} GiB`;
  return mebibytes >= 1 || count === 0
    ? `${Math.round(mebibytes)} MiB`
    : `${Math.max(1, Math.round(count / 1024))} KiB`;
}

/** The local time of day: `14:02:11`. */
export function clock(iso: string): string {
  return new Date(iso).toLocaleTimeString("en-GB");
}
