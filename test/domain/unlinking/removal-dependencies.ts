import type { RemoveLinkDependencies } from '../../../lambda/domain/unlinking/remove-link.js';
import type { ChangingAtlas } from '../changing-atlas.js';
import { recordingPorts } from '../recording-ports.js';
import { VirtualClock } from '../virtual-clock.js';
import { FakeRemovalIntents } from './fake-removal-intents.js';

/** Dependencies of the guards, in memory. */
export function removalDependencies(atlas: ChangingAtlas, clock = new VirtualClock()) {
  const intents = new FakeRemovalIntents(clock);
  return { ...recordingPorts(), atlas, clock, intents } satisfies RemoveLinkDependencies;
}
