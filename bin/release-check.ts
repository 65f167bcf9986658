/**
 * `npm run release:check`: fails with the reasons if the current state must not be published. Every `npm publish` runs
 * it first. If `RELEASE_TAG` is set, the version must match it.
 */
import { fileURLToPath } from 'node:url';
import { readRelease } from './release-check/read-release.js';
import { releaseIssues } from './release-check/release.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const issues = releaseIssues(readRelease(root, process.env.RELEASE_TAG));
for (const issue of issues) console.error(`- ${issue}`);
if (issues.length > 0) {
  console.error(`Not to be published: ${issues.length} to mend. See docs/release.md.`);
  process.exitCode = 1;
} else console.log('Ready to be published.');
