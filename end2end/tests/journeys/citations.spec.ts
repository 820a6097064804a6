// What a note cites leads to where it is; what is no citation is left alone.
import { expect, test } from "../support/fixtures";
import { open, openEntry } from "../support/page";

const citations: [day: string, literal: string, href: string][] = [
  ["2023-03-14", "KEP 1287", "/keps/1287"],
  ["2023-03-14", "k/k#102884", "/refs/kubernetes/kubernetes/102884"],
  ["2023-03-14", "containerd/containerd#v1.7.0", "https://github.com/containerd/containerd/releases/tag/v1.7.0"],
  ["2023-03-14", "containerd/containerd#8209", "/refs/containerd/containerd/8209"],
  ["2023-04-12", "KEP-3453", "/keps/3453"],
  ["2023-04-12", "etcd-io/etcd#15402", "/refs/etcd-io/etcd/15402"],
  ["2023-10-07", "kubernetes/enhancements#4183", "/refs/kubernetes/enhancements/4183"],
  // A bare number is one of the repository that the note spoke of before.
  ["2023-11-02", "#121638", "/refs/kubernetes/kubernetes/121638"],
];

test("every citation leads to its target", async ({ page }) => {
  for (const day of new Set(citations.map(([day]) => day))) {
    await openEntry(page, day);
    for (const [, literal, href] of citations.filter((citation) => citation[0] === day)) {
      await expect(page.locator(".chip").getByText(literal, { exact: true }).first(), literal).toBeVisible();
      const chip = page.getByRole("article").getByRole("link", { name: literal, exact: true }).and(page.locator(".chip"));
      await expect(chip.first(), literal).toHaveAttribute("href", href);
    }
  }
});

test("a link of the author keeps its text and address; the chip follows it", async ({ page }) => {
  await openEntry(page, "2023-04-12");
  const item = page.getByRole("listitem").filter({ hasText: "差分更新は失敗すると" });
  const links = item.getByRole("link");
  await expect(links).toHaveText(["k/k#115138", "kubernetes#115138"]);
  await expect(links.first()).toHaveAttribute("href", "https://github.com/kubernetes/kubernetes/pull/115138");
  await expect(links.last()).toHaveClass(/\bchip\b/);
  await expect(links.last()).toHaveAttribute("href", "/refs/kubernetes/kubernetes/115138");
});

test("code is left as it was written", async ({ page }) => {
  await openEntry(page, "2023-08-16");
  await expect(page.locator("pre code").first()).toContainText("image: busybox:1.28");
  await expect(page.locator("pre code").first()).toContainText("      restartPolicy: Always   # keeps running");
  await expect(page.locator(".chip")).not.toHaveCount(0);
  await expect(page.locator(":is(pre, code) :is(a, .chip, .lost-link)")).toHaveCount(0);

  await open(page, "/?order=asc");
  await expect(page.locator("code", { hasText: /^k\/k$/ })).toHaveCount(1);
});

test("links to other sites give them nothing", async ({ page, baseURL }) => {
  await open(page, "/?order=asc");
  const links = await page.locator("a[href]").evaluateAll((all) =>
    all.map((link) => ({ href: new URL(link.getAttribute("href")!, document.baseURI).href, rel: link.getAttribute("rel") ?? "" })),
  );
  const outward = links.filter(({ href }) => !href.startsWith(`${baseURL}/`));
  expect(outward.map(({ href }) => href)).toContain("https://kubernetes.io/releases/");
  expect(outward.length).toBeGreaterThan(30);
  for (const { href, rel } of outward) expect(rel.split(" "), href).toEqual(expect.arrayContaining(["noopener", "nofollow"]));
});

test("a link whose address the copy lost is marked and says so", async ({ page }) => {
  await openEntry(page, "2023-02-14");
  const lost = page.locator(".lost-link", { hasText: "blog" });
  await expect(lost).toHaveCount(1);
  await expect(lost.getByRole("link")).toHaveCount(0);
  // To whoever points at it, or to whoever hears it.
  const explanation = await lost.evaluate((mark) => `${mark.getAttribute("title") ?? ""} ${mark.textContent}`);
  expect(explanation).toContain("address was lost");
});
