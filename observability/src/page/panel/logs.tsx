import { useState } from "preact/hooks";
import { type Found, type LogQuery, SEVERITIES } from "../../model/log-query.ts";
import { titleOf } from "../names.ts";
import { logsLink } from "./links.ts";
import { LogLineView } from "./log-line.tsx";
import { usePolling } from "./use-polling.ts";

/** The latest log lines, with a search. */
export function Logs({ fixed }: { readonly fixed: Readonly<Record<string, string>> }) {
  const [text, setText] = useState("");
  const [severity, setSeverity] = useState<LogQuery["severity"]>("info");
  const [requestId, setRequestId] = useState("");
  const query: LogQuery = { severity, text, requestId, ...fixed, limit: 100 };
  const given = Object.entries(query).filter(([, value]) => value !== "");
  const { data, problem } = usePolling<Found>(`/api/logs?${new URLSearchParams(given)}`, 4000);
  return (
    <section class="logs">
      <h3>Log lines</h3>
      <search>
        <input
          type="search"
          aria-label="words in the line"
          placeholder="Words"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <select
          aria-label="at least as severe as"
          onChange={(event) => setSeverity(event.currentTarget.value as LogQuery["severity"])}
        >
          {SEVERITIES.map((each) => (
            <option key={each} value={each}>
              {each === "error" ? "Errors" : `${titleOf(each)} and worse`}
            </option>
          ))}
        </select>
        {!fixed.requestId && (
          <input
            type="search"
            aria-label="request id"
            placeholder="Request id"
            onInput={(event) => setRequestId(event.currentTarget.value.trim())}
          />
        )}
      </search>
      {problem && <p class="notice">▲ {problem}</p>}
      <ol class={problem ? "old" : ""}>
        {data?.lines.map((line) => (
          <LogLineView
            key={line.time + line.server + line.text}
            line={line}
            withServer={!fixed.server}
          />
        ))}
      </ol>
      {data && (
        <p class="count">
          {data.lines.length === 0
            ? "no matching lines"
            : `${data.lines.length} lines, newest first`}
          , found in {data.milliseconds} ms ·{" "}
          <a href={logsLink(query)} target="_blank" rel="noopener">
            more in VictoriaLogs ↗
          </a>
        </p>
      )}
    </section>
  );
}
