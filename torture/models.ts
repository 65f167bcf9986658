import { lifeModel } from './life/life-model.js';
import type { ModelName } from './options.js';
import { organizationModel } from './organization/organization-model.js';
import { type NamedModel, named } from './playable.js';
import { stackModel } from './stacks/stack-model.js';

export const MODELS: Readonly<Record<ModelName, NamedModel>> = {
  life: named(lifeModel),
  stacks: named(stackModel),
  organization: named(organizationModel),
};
