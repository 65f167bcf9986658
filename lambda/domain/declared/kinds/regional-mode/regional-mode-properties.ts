import * as v from 'valibot';
import { CustomResource, ON_DELETE_RULES } from '../../../../contract/custom-resources.js';
import { own, projectId, readerOf, requiredFlag, seconds } from '../../properties.js';

export const regionalModeProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  Enabled: requiredFlag,
  OnDelete: v.optional(v.picklist(ON_DELETE_RULES, `expected one of ${ON_DELETE_RULES.join(', ')}`), 'keep'),
  TimeoutSeconds: seconds(),
});

export type RegionalModeProperties = v.InferOutput<typeof regionalModeProperties>;
export const readRegionalModeProperties = readerOf(CustomResource.REGIONAL_MODE, regionalModeProperties);
