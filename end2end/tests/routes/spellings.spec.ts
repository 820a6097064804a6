// Many spellings, one address.
import { expect, test } from "@playwright/test";
import { permalinks, send } from "../support/http";

const spellings: [requested: string, canonical: string][] = [
  ["/?sig=SIG+Node&version=v1.28.0", "/?sig=node&version=1.28"],
  ["/?sig=sig-node", "/?sig=node"],
  ["/?sig=Node", "/?sig=node"],
  ["/?sig=%6Eode", "/?sig=node"],
  ["/?sig=WG%20Batch", "/?sig=wg-batch"],
  ["/?version=1.28&sig=node", "/?sig=node&version=1.28"],
  ["/?sig=release&sig=node", "/?sig=node&sig=release"],
  ["/?sig=node&sig=SIG-Node", "/?sig=node"],
  ["/?version=1.29..1.28", "/?version=1.28..1.29"],
  ["/?in=2023-2", "/?in=2023-02"],
  ["/?order=desc", "/"],
  ["/?order=oldest", "/?order=asc"],
  ["/?order=moved", "/?changed=1&order=moved"],
  ["/?stage=GA&stage=Alpha&stage=none", "/?stage=alpha&stage=stable&stage=none"],
  ["/?status=Implemented&status=implemented", "/?status=implemented"],
  ["/?github=not-planned&github=Merged", "/?github=merged&github=not_planned"],
  ["/?github=merged&stage=beta", "/?stage=beta&github=merged"],
  ["/?changed=1&verdict=Late&verdict=held", "/?verdict=held&verdict=late&changed=1"],
  ["/?changed=true", "/?changed=1"],
  ["/?changed=yes&sig=node", "/?sig=node&changed=1"],
  ["/?kep=KEP-753", "/?kep=753"],
  ["/?kep=0753&kep=127", "/?kep=127&kep=753"],
  ["/?kep=https://kep.k8s.io/753", "/?kep=753"],
  ["/?ref=k/k%23115138", "/?ref=kubernetes/kubernetes%23115138"],
  ["/?ref=k/k/115138", "/?ref=kubernetes/kubernetes%23115138"],
  ["/?ref=kubernetes%2Fkubernetes%23115138", "/?ref=kubernetes/kubernetes%23115138"],
  ["/?ref=example.com&sig=node", "/?sig=node"],
  ["/?ref=https://github.com/kubernetes/kubernetes/pull/115138", "/?ref=kubernetes/kubernetes%23115138"],
  ["/?stage=&status=&github=&verdict=&changed=&kep=&ref=", "/"],
  ["/?sig=&version=", "/"],
  ["/?utm_source=mail&utm_medium=x", "/"],
  ["/?fbclid=1&sig=node&gclid=2", "/?sig=node"],
  ["/2023/9", "/2023/09"],
  ["/2023/2/14", "/2023/02/14"],
  ["/2023/02/", "/2023/02"],
  ["/2023/", "/2023"],
  ["/2023/02?utm_source=mail", "/2023/02"],
  ["/2023?sig=node", "/?sig=node&in=2023"],
];

for (const [requested, canonical] of spellings) {
  test(`${requested} is ${canonical}`, async () => {
    let { status, headers } = await send(requested);
    expect([301, 302, 303, 307, 308]).toContain(status);
    // A path and a query that are both misspelt may take two steps.
    const next = headers.location!;
    if (next !== canonical) {
      ({ status, headers } = await send(next));
      expect(headers.location).toBe(canonical);
    }
    const answer = await send(canonical);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("</main>");
  });
}

test("another spelling is one for good", async () => {
  for (const path of ["/?sig=SIG+Node", "/2023/9", "/2023/02/"]) {
    expect([301, 308], path).toContain((await send(path)).status);
  }
});

test("whoever takes any kind of answer is led on as well", async () => {
  // Readers of share cards ask like this.
  const headers = { accept: "*/*" };
  const right = (await permalinks("2023-02-14")).notes[1]!;
  const wrong = (await permalinks("2023-03-14")).entry + right.slice(right.lastIndexOf("/"));
  for (const [requested, canonical] of [["/?sig=SIG+Node", "/?sig=node"], ["/2023?sig=node", "/?sig=node&in=2023"], [wrong, right]] as const) {
    const answer = await send(requested, { headers });
    expect.soft(answer.headers.location, requested).toBe(canonical);
    expect.soft([301, 302, 303, 307, 308], requested).toContain(answer.status);
  }
});

test("a slash after a permalink is one too many", async () => {
  const { entry, notes } = await permalinks("2023-02-14");
  for (const path of [entry, notes[0]!]) {
    expect(await send(`${path}/`)).toMatchObject({ headers: { location: path } });
    expect((await send(path)).status).toBe(200);
  }
});

test("slashes in front lead to no other site", async () => {
  for (const path of ["//evil.example/", "///evil.example", "//evil.example/%2f..", "/\\evil.example/"]) {
    const { status, headers } = await send(path);
    expect(status, path).toBeLessThan(500);
    if (headers.location !== undefined) expect(headers.location, path).toMatch(/^\/(?![/\\])/);
  }
});
