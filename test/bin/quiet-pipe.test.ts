import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const TIMEOUT_MILLISECONDS = 60_000;
const shell = promisify(execFile);

/** Runs a program whose reader has ended before anything is written, as `head` may. */
async function writtenToNobody(program: string): Promise<string> {
  const line = `"${process.execPath}" --import tsx ${program} --help | true`;
  const { stdout, stderr } = await shell('sh', ['-c', line]);
  return stdout + stderr;
}

describe('a program whose output pipe is closed by the reader', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it.each(['demo/start.ts', 'demo/local.ts', 'bin/atlas-simulator.ts', 'bin/atlas-privatelink.ts'])(
    '%s ends without an error message',
    async (program) => {
      expect(await writtenToNobody(program)).toBe('');
    },
  );
});
