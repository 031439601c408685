/* What the page asks of its server. */
let token = sessionStorage.getItem("km-token");

/** The JSON of an address; an Error says in one sentence why there is none. */
export async function fetchJson(path, body, options) {
  return (await send(path, body, options)).json();
}

/** Every stage of a question, as it comes. */
export async function* askStages(asking, options) {
  const response = await send("v1/ask", { ...asking, stream: true }, options);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) yield JSON.parse(event.slice("data: ".length));
  }
}

async function send(path, body, { signal, words }) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const request = { headers, signal };
  if (body) {
    Object.assign(request, { method: "POST", body: JSON.stringify(body) });
    headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(path, request);
  } catch (error) {
    throw error.name === "AbortError" ? error : new Error(words.offline);
  }
  if (response.status === 401 && (token = prompt(words.token))) {
    sessionStorage.setItem("km-token", token);
    return send(path, body, { signal, words });
  }
  if (!response.ok) {
    const refused = await response.json().catch(() => null);
    throw new Error(refused?.error?.message ?? `HTTP ${response.status}`);
  }
  return response;
}
