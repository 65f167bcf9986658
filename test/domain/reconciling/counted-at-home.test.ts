import { expect, it } from 'vitest';
import { isCountedAtHome } from '../../../lambda/domain/reconciling/counted-at-home.js';
import type { ProjectPart } from '../../../lambda/domain/reconciling/reconcile-progress.js';
import { ENDPOINT_ID as endpointId, PROJECT_ID as projectId } from '../samples.js';

const PASS = { homeProjectIds: new Set([projectId]), reconcileEverySeconds: 3600 };
const STARTED_AT = new Date('2026-08-10T03:05:10Z');

function isCounted(unreadAtHome: readonly ProjectPart[] | undefined, endpointServiceId: string): boolean {
  const progress = unreadAtHome === undefined ? {} : { unreadAtHome };
  return isCountedAtHome(PASS, STARTED_AT, progress, { projectId, endpointServiceId, endpointId });
}

it.each([
  ['of a project that was read', undefined, true, true],
  [
    'of a project of which one service could not be read',
    [{ projectId, endpointServiceId: 's1' }],
    false,
    true,
  ],
  ['of a project that could not be read', [{ projectId }], false, false],
  ['of a project beside one that could not be read', [{ projectId: 'p2' }], true, true],
])('links %s are counted at home as far as they were read', (_, unreadAtHome, one, other) => {
  expect([isCounted(unreadAtHome, 's1'), isCounted(unreadAtHome, 's2')]).toEqual([one, other]);
});
