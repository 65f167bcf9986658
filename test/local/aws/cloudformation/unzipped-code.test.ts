import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unzipped } from '../../../../local/aws/cloudformation/unzipped-code.js';

describe('code in a zip file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'unzipped-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the current content of the zip file, not an earlier one', () => {
    const zip = join(folder, 'code.zip');
    const write = (text: string, at: number) => {
      writeFileSync(zip, zipSync({ 'index.mjs': strToU8(text) }));
      utimesSync(zip, at, at);
    };
    const read = () => readFileSync(join(unzipped(zip), 'index.mjs'), 'utf8');
    write('first', 1);
    expect([read(), read()]).toEqual(['first', 'first']);
    write('second', 2);
    expect(read()).toBe('second');
  });
});
