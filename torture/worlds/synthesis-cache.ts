/**
 * A synthesis takes longer than most scenarios. Two worlds with the same settings differ only in the address of their
 * Atlas, so each worker synthesizes a template once and replaces the address for each world.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SynthesisSettings, WorldOptions } from '../../local/world.js';

interface Synthesized {
  readonly folder: string;
  readonly templateFile: string;
}

const made = new Map<string, Synthesized>();
/** Placeholder for the Atlas address, because each world has its own port. */
const ADDRESS = 'http://127.0.0.1:65535';

/** @param key everything that determines the template besides the settings of the world */
export function cached(key: unknown, synthesize: WorldOptions['synthesize']): WorldOptions['synthesize'] {
  return (settings) => {
    const { folder, templateFile } = synthesizedOnce(key, synthesize, settings);
    const text = readFileSync(join(folder, templateFile), 'utf8');
    const address = settings.atlasBaseUrl;
    writeFileSync(join(settings.outputFolder, templateFile), text.replaceAll(ADDRESS, address));
    for (const name of readdirSync(folder).filter((candidate) => candidate.startsWith('asset.')))
      symlinkSync(join(folder, name), join(settings.outputFolder, name));
    return templateFile;
  };
}

function synthesizedOnce(
  key: unknown,
  synthesize: WorldOptions['synthesize'],
  { projectIds, secretName }: SynthesisSettings,
): Synthesized {
  const whole = JSON.stringify([key, projectIds, secretName]);
  const known = made.get(whole);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-synthesis-'));
  if (made.size === 0) process.once('exit', removeAll);
  const templateFile = synthesize({ outputFolder: folder, atlasBaseUrl: ADDRESS, projectIds, secretName });
  const result = { folder, templateFile };
  made.set(whole, result);
  return result;
}

function removeAll(): void {
  for (const { folder } of made.values()) rmSync(folder, { recursive: true, force: true });
}
