// The tools for models, as the protocol's own client meets them: over HTTP, and begun as a program of this machine.
// The client itself holds each answer to the schema of its tool.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { program, test } from "../support/own-server";
import { expect } from "../support/fixtures";

/** Lists the tools, and calls each. */
async function callEveryTool(transport: Transport) {
  const client = new Client({ name: "kepline-tests", version: "1" });
  await client.connect(transport);
  try {
    expect(client.getServerVersion()?.name).toBe("kepline");
    expect(client.getInstructions()).toContain("data_as_of");
    const { tools } = await client.listTools();
    const call = async (name: string, args: Record<string, unknown>) => {
      const { isError, structuredContent, content } = await client.callTool({ name, arguments: args });
      expect(isError, JSON.stringify(content)).toBe(false);
      return structuredContent as Record<string, any>;
    };
    const found = await call("search_notes", { q: "kep:753", limit: 2 });
    expect(found.notes).toHaveLength(2);
    const [hit] = found.notes;
    const note = await call("read_note", { note: hit.id });
    expect(note.item.url).toBe(hit.url);
    const kep = await call("kep_story", { kep: "753" });
    expect(kep.item.title).toBe("Sidecar Containers");
    const states = await call("state_then_and_now", { target: "KEP-753", day: "2023-10-11" });
    expect(states.then.state.shipped.stage).toBe("alpha");
    expect(states.now.state.shipped.stage).toBe("stable");
    const upgrade = await call("upgrade_list", { from: "1.27", to: "1.29", limit: 3 });
    expect(upgrade.upgrade.changes).toHaveLength(3);
    expect(tools.map((tool) => tool.name).sort()).toEqual(
      ["kep_story", "read_note", "search_notes", "state_then_and_now", "upgrade_list"],
    );
    const refused = await client.callTool({ name: "search_notes", arguments: { sig: "nod" } });
    expect(refused.isError).toBe(true);
    expect(JSON.stringify(refused.content)).toContain("did you mean `node`?");
    await expect(client.callTool({ name: "no_such_tool" })).rejects.toThrow("no_such_tool");
  } finally {
    await client.close();
  }
}

test("a client calls every tool over HTTP", async ({ baseURL }) => {
  await callEveryTool(new StreamableHTTPClientTransport(new URL("/mcp", baseURL)));
});

test("a client begins the program and calls every tool", async ({ baseURL, database }) => {
  expect(baseURL).toBeTruthy();
  const env = { ...(process.env as Record<string, string>), KEPLINE_DATABASE_URL: database };
  await callEveryTool(new StdioClientTransport({ command: program(), args: ["mcp"], env, stderr: "pipe" }));
});
