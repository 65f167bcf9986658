import { readFileSync } from 'node:fs';

const README = new URL('../../README.md', import.meta.url);

/** The README's first example that makes an automation, which is the one that users copy. */
export function smallestExample(): string {
  const blocks = [...readFileSync(README, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)];
  const found = blocks.find(([, code = '']) => code.includes('new AtlasPrivateLink('))?.[1];
  if (found === undefined)
    throw new Error('README.md has no code in TypeScript with "new AtlasPrivateLink(".');
  return found;
}

/** Rewrites the example for an app in CommonJS; types must have been removed. */
export function asCommonJs(code: string): string {
  return code
    .replace(/^import (\{[^}]*\}) from ('[^']+');$/gm, 'const $1 = require($2);')
    .replace(/^export function (\w+)/gm, 'module.exports.$1 = $1;\nfunction $1');
}
