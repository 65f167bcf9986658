/** `npm run pictures`: draws the pictures of the documentation, all or only those named as arguments. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHandlersIfStale } from '../bin/bundle.js';
import { PICTURE_MAKERS, PICTURES_FOLDER } from './pictures/picture-makers.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const named = process.argv.slice(2);
const unknown = named.filter((name) => !PICTURE_MAKERS.has(name));

if (unknown.length > 0) {
  console.error(`expected names of ${[...PICTURE_MAKERS.keys()].join(', ')}, received ${unknown.join(', ')}`);
  process.exitCode = 2;
} else {
  await bundleHandlersIfStale();
  for (const [name, make] of PICTURE_MAKERS) {
    if (named.length > 0 && !named.includes(name)) continue;
    writeFileSync(join(ROOT, PICTURES_FOLDER, name), await make());
    console.log(`${PICTURES_FOLDER}/${name} is drawn.`);
  }
}
