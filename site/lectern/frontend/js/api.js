// Our API from the page: same origin, the session's cookie, Django's CSRF token.

/** What Django compares with the cookie where something is changed. */
export function csrfToken() {
  return document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
}

/** The JSON at an address, in the language of the page. Throws where there is none. */
export async function fetchJSON(url, { signal } = {}) {
  const response = await fetch(url, {
    credentials: "same-origin",
    headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang },
    signal,
  });
  if (!response.ok) {
    throw new Error(String(response.status));
  }
  return response.json();
}

/** POSTs JSON. Gives {status, answer}; status 0 where no answer came. Never throws. */
export async function post(url, body, { token = "", keepalive = false } = {}) {
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      keepalive,
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "X-CSRFToken": token || csrfToken(),
      },
      body: JSON.stringify(body),
    });
    const isJSON = response.headers.get("Content-Type")?.includes("json");
    return { status: response.status, answer: isJSON ? await response.json() : null };
  } catch {
    return { status: 0, answer: null };
  }
}
