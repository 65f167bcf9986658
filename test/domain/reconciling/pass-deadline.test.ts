import { describe, expect, it } from 'vitest';
import { RECONCILE_EXECUTION_SECONDS } from '../../../lambda/contract/limits.js';
import { membersEndAt, withinTime } from '../../../lambda/domain/reconciling/pass-deadline.js';
import { sliceOf } from '../../../lambda/domain/reconciling/reconcile-links.js';
import { newProgress } from '../../../lambda/domain/reconciling/reconcile-progress.js';
import { recordingPorts } from '../recording-ports.js';
import { VirtualClock } from '../virtual-clock.js';

function setUp() {
  const clock = new VirtualClock();
  const deps = { ...recordingPorts(), clock };
  return { clock, deps, progress: newProgress(clock.now(), false) };
}

describe('a pass that is not done', () => {
  it('ends with a summary, and says so, before its execution times out', async () => {
    const { clock, deps, progress } = setUp();
    await clock.sleep((RECONCILE_EXECUTION_SECONDS - 200) * 1000);
    expect(withinTime(deps, sliceOf(deps, 'more', 30, progress)).status).toBe('more');
    await clock.sleep(60_000);
    const ended = withinTime(deps, sliceOf(deps, 'more', 30, progress));
    expect(ended.status).toBe('done');
    expect(ended.summary.drift).toMatchObject([{ kind: 'unreadable', result: 'left' }]);
    const done = sliceOf(deps, 'done', 1, progress);
    expect(withinTime(deps, done)).toBe(done);
  });

  it.each([
    [300, 120],
    [3600, 3420],
    [86_400, RECONCILE_EXECUTION_SECONDS - 180],
  ])('with a period of %i s begins with no member after %i s', (every, seconds) => {
    const { clock, progress } = setUp();
    expect(membersEndAt(progress, every)).toBe(clock.now().getTime() + seconds * 1000);
  });
});
