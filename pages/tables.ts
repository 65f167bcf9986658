/** `npm run docs`: writes the generated blocks of the pages of `docs`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withMadeBlocks } from './tables/made-blocks.js';
import { TABLE_MAKERS } from './tables/table-makers.js';

const DOCS = fileURLToPath(new URL('../docs', import.meta.url));

const pages = readdirSync(DOCS).filter((file) => file.endsWith('.md'));
for (const page of pages) {
  const path = join(DOCS, page);
  const text = readFileSync(path, 'utf8');
  const made = withMadeBlocks(text, TABLE_MAKERS);
  if (made === text) continue;
  writeFileSync(path, made);
  console.log(`docs/${page} is written.`);
}
