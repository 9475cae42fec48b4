// Our API from the page: same origin, the session's cookie, Django's CSRF token.

function csrfToken() {
  return document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
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
