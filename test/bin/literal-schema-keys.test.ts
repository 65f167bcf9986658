import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { literalSchemaKeys, withLiteralKeys } from '../../bin/literal-schema-keys.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schemas-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** All schemas of a client, as text. */
async function schemas(client: string, name: string, plugins: Plugin[]): Promise<string> {
  const outfile = join(folder, `${client}-${name}.mjs`);
  const contents = `export * from '@aws-sdk/${client}/dist-es/schemas/schemas_0.js';`;
  const resolveDir = fileURLToPath(new URL('.', import.meta.url));
  await build({
    stdin: { contents, resolveDir },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    plugins,
  });
  const loaded: object = await import(pathToFileURL(outfile).href);
  return JSON.stringify({ ...loaded }, (_field, value) =>
    typeof value === 'function' ? String(value) : value,
  );
}

describe('schemas with literal keys', () => {
  it.each(['client-ec2', 'client-secrets-manager'])('of %s equal those of the SDK', async (client) => {
    const ofSdk = await schemas(client, 'plain', []);
    expect(ofSdk.length).toBeGreaterThan(10_000);
    // Compared as one value, because a failure should not print a difference of megabytes.
    expect((await schemas(client, 'literal', [literalSchemaKeys()])) === ofSdk).toBe(true);
  });

  it('leave a key that does not name a constant text', () => {
    const source = 'const _a = "A";\nconst _f = f();\nexport const x = { [_a]: 1, [_f]: 2, [b]: [_a] };';
    expect(withLiteralKeys(source)).toContain('{ "A": 1, [_f]: 2, [b]: [_a] }');
  });
});
