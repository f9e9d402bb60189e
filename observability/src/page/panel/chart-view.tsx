import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Unit } from "../../../../architecture/charts.ts";
import type { Chart } from "../../model/state.ts";
import { bytes, duration, percent, rate } from "../format.ts";

const HEIGHT = 112;

const texts: Record<Unit, (value: number) => string> = {
  bytes,
  count: (value) => `${Number(value.toPrecision(3))}`,
  "per second": rate,
  percent,
  seconds: duration,
};

/** A line chart over time; new data updates the existing plot. */
export function ChartView(props: { readonly chart: Chart; readonly times: readonly number[] }) {
  const { chart, times } = props;
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot>(undefined);
  const names = chart.lines.map(({ name }) => name).join();

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const plot = new uPlot(options(chart, element), data(chart, times), element);
    drawn.current = plot;
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [names]);
  useEffect(() => drawn.current?.setData(data(chart, times)), [chart, times]);

  return (
    <figure>
      <figcaption>{chart.title}</figcaption>
      <div ref={place} />
      {chart.lines.every(({ values }) => values.every((value) => value === null)) && (
        <p class="empty">no data in this range</p>
      )}
      <ul class="legend">
        {chart.lines.map(({ name, values }, index) => (
          <li key={name} class={`line-${index}`}>
            {name} <b>{latest(values, chart.unit)}</b>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function latest(values: readonly (number | null)[], unit: Unit): string {
  const value = values.findLast((each) => each !== null);
  return value === undefined || value === null ? "–" : texts[unit](value);
}

function data({ lines }: Chart, times: readonly number[]): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}

function options({ unit, lines }: Chart, element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--faint"),
    font: "11px system-ui, sans-serif",
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] } },
    axes: [
      { ...axis, size: 26, values: (_, ticks) => ticks.map(timeText), space: 60 },
      {
        ...axis,
        size: 54,
        space: 26,
        values: (_, ticks) => ticks.map((tick) => (tick === 0 ? "0" : texts[unit](tick))),
      },
    ],
    series: [
      {},
      ...lines.map((_, index) => ({
        stroke: colour(`--line-${index}`),
        width: 1.75,
        points: { show: false },
      })),
    ],
  };
}

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
  });
}
