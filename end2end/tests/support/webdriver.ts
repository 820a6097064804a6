// A browser that Playwright does not drive, by the WebDriver protocol (https://www.w3.org/TR/webdriver2/).

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** A page in a browser of its own, at `driver`, the root of a WebDriver server. */
export class WebDriver {
  private constructor(private readonly session: string) {}

  static async start(driver: string) {
    const { sessionId } = await call<{ sessionId: string }>(`${driver}/session`, "POST", { capabilities: {} });
    return new WebDriver(`${driver}/session/${sessionId}`);
  }

  open(url: string) {
    return call(`${this.session}/url`, "POST", { url });
  }

  /** Clicks the first element that a selector finds, as a pointer does. */
  async click(selector: string) {
    const found = await call<Record<string, string>>(`${this.session}/element`, "POST", { using: "css selector", value: selector });
    await call(`${this.session}/element/${found[ELEMENT]}/click`, "POST", {});
  }

  /** What a function gives in the page. It sees nothing of the test but its arguments. */
  evaluate<T, A extends unknown[]>(run: (...args: A) => T, ...args: A) {
    return call<T>(`${this.session}/execute/sync`, "POST", { script: `return (${run})(...arguments)`, args });
  }

  end() {
    return call(this.session, "DELETE");
  }
}

async function call<T = null>(url: string, method: string, body?: object): Promise<T> {
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`${method} ${url}: ${value.error}: ${value.message}`);
  return value;
}
