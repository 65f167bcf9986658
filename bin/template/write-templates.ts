import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { HANDLERS, type HandlerName } from '../../lambda/contract/handlers.js';
import { AUTOMATION_TEMPLATE } from './automation-template.js';
import { FUNCTIONS_FOLDER, makeTemplate } from './make-template.js';
import { MEMBER_ROLES_TEMPLATE, MEMBER_TEMPLATE } from './member-template.js';
import { PROVIDER_TEMPLATE } from './provider-template.js';

export const TEMPLATES = [AUTOMATION_TEMPLATE, PROVIDER_TEMPLATE, MEMBER_ROLES_TEMPLATE, MEMBER_TEMPLATE];

const BUNDLES = fileURLToPath(new URL('../../dist/handlers', import.meta.url));

export interface WrittenFile {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Writes the templates and the zipped functions. The handlers must be bundled.
 *
 * @param sources default: all templates
 */
export function writeTemplates(folder: string, sources = TEMPLATES): WrittenFile[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, FUNCTIONS_FOLDER), { recursive: true });
  const templates = sources.map((source) => ({
    file: source.file,
    content: Buffer.from(`${JSON.stringify(makeTemplate(source), undefined, 1)}\n`),
  }));
  const functions = HANDLERS.map((name) => ({
    file: join(FUNCTIONS_FOLDER, `${name}.zip`),
    content: zipped(name),
  }));
  return [...templates, ...functions].map(({ file, content }) => {
    writeFileSync(join(folder, file), content);
    return { file, bytes: content.length };
  });
}

/** The same bundle always has the same bytes, so that an upload by content finds the existing object. */
function zipped(name: HandlerName): Uint8Array {
  const folder = join(BUNDLES, name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name: file }) => join(parentPath, file))
    .sort();
  const contents = files.map((file) => [file.slice(folder.length + 1), readFileSync(file)] as const);
  return zipSync(Object.fromEntries(contents), { mtime: EARLIEST, level: 9 });
}

/** The earliest time that a zip file can contain. Zip files use local time. */
const EARLIEST = new Date(1980, 0, 1);
