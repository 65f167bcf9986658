import { type InCloudFormation, inCloudFormation } from '../contract/cloudformation-spelling.js';
import type { ConnectionStringsProgress, Observation } from './observation.js';

/** An observation as the workflow's state stores it: its attributes are spelled as in `Fn::GetAtt`. */
export interface WrittenObservation extends Omit<Observation<unknown>, 'connectionStrings'> {
  readonly connectionStrings?: WrittenStrings | undefined;
}

interface WrittenStrings extends Omit<ConnectionStringsProgress, 'clusters'> {
  readonly clusters: InCloudFormation<ConnectionStringsProgress['clusters']>;
}

/** Returns what `readWorkflowState` reads. */
export function writtenObservation({
  connectionStrings,
  ...observation
}: Observation<unknown>): WrittenObservation {
  const description = inCloudFormation(observation.description);
  if (connectionStrings === undefined) return { ...observation, description };
  const clusters = inCloudFormation(connectionStrings.clusters);
  return { ...observation, description, connectionStrings: { ...connectionStrings, clusters } };
}
