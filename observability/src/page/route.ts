import { useEffect, useState } from "preact/hooks";

/** The route in the URL's hash: the content of the side panel. */
export type Route =
  | { readonly kind: "nothing" }
  | { readonly kind: "server"; readonly name: string }
  | { readonly kind: "request"; readonly id: string }
  | { readonly kind: "alerts" };

/** Parses a URL's hash: `#server=app-1`, `#request=…`, `#alerts`. */
export function routeOf(hash: string): Route {
  const [kind, value = ""] = hash.replace(/^#/, "").split("=");
  const text = decode(value);
  if (kind === "alerts") return { kind };
  if (kind === "server" && text) return { kind, name: text };
  if (kind === "request" && text) return { kind, id: text };
  return { kind: "nothing" };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The current route; follows `hashchange`. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return route;
}

/** Navigates to a hash such as `#server=app-1`; an empty one closes the side panel. */
export function navigate(hash: string): void {
  if (hash) location.hash = hash;
  else {
    history.pushState(null, "", location.pathname);
    dispatchEvent(new HashChangeEvent("hashchange"));
  }
}
