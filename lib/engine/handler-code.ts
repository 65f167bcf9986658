import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { HandlerName } from '../../lambda/contract/handlers.js';
import HERE from './this-folder.cjs';

/** This file is `lib/engine/…` in the source tree and `dist/lib/engine/…` in the package. */
const FOLDERS = [join(HERE, '..', '..', 'dist', 'handlers'), join(HERE, '..', '..', 'handlers')];

/**
 * The prebuilt bundle of a handler, so that an app that uses the constructs needs no bundler.
 *
 * @throws Error with the command to run if it has not been built
 */
export function handlerCode(name: HandlerName, folders: readonly string[] = FOLDERS): Code {
  const folder = folders
    .map((candidate) => join(candidate, name))
    .find((path) => existsSync(join(path, 'index.mjs')));
  if (folder === undefined) {
    throw new Error(`The bundle of the function ${name} is missing. Run "npm run bundle" first.`);
  }
  return Code.fromAsset(folder);
}
