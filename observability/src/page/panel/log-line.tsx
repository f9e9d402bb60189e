import { useContext } from "preact/hooks";
import type { LogLine } from "../../model/log-query.ts";
import { clock } from "../format.ts";
import { IsLive } from "../is-live.ts";
import { traceLink } from "./links.ts";

/** A log line, with links to all lines of its request and to its trace. */
export function LogLineView(props: { readonly line: LogLine; readonly withServer: boolean }) {
  const { time, server, severity, requestId, traceId, text } = props.line;
  const isLive = useContext(IsLive);
  const trace = isLive ? undefined : traceLink(traceId ?? requestId ?? "");
  return (
    <li class={severity}>
      <time dateTime={time}>{clock(time)}</time>{" "}
      {severity !== "info" && <b>{severity === "error" ? "✕ error" : "▲ warning"}</b>}{" "}
      {props.withServer && <a href={`#server=${server}`}>{server}</a>} <code>{text}</code>{" "}
      {requestId && (
        <a href={`#request=${encodeURIComponent(requestId)}`}>all lines of this request</a>
      )}{" "}
      {trace && (
        <a href={trace} target="_blank" rel="noopener">
          trace ↗
        </a>
      )}
    </li>
  );
}
