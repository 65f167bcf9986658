import * as v from 'valibot';
import { CustomResource, ON_DELETE_RULES } from '../../../../contract/custom-resources.js';
import { projectId, requiredFlag, seconds } from '../../properties/properties.js';
import { templateProperties } from '../../properties/template-properties.js';

export const regionalModeProperties = templateProperties(CustomResource.REGIONAL_MODE, {
  projectId,
  enabled: requiredFlag,
  onDelete: v.optional(v.picklist(ON_DELETE_RULES, `expected one of ${ON_DELETE_RULES.join(', ')}`), 'keep'),
  timeoutSeconds: seconds(),
});

export type RegionalModeProperties = ReturnType<typeof regionalModeProperties.read>;
