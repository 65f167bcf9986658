import type { ValueRule } from '../../lambda/contract/value-rules.js';
import { PROJECTS } from '../engine/engine-props-validation.js';
import type { LinkEngineProps } from '../engine/link-engine-props.js';
import { optional, refuse, requireProps } from '../engine/prop-checks.js';

/** CloudFormation's rule for the names of exports. */
const EXPORT_NAME: ValueRule = {
  expected: 'expected the name of an export, 1 to 255 letters, digits, colons and hyphens',
  accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9:-]{1,255}$/.test(value),
};

/** Checks the provider's own props; the engine checks its own. */
export function validateProviderProps(props: LinkEngineProps & { readonly exportName?: string }): void {
  requireProps('AtlasPrivateLinkProvider', props, { projects: PROJECTS });
  refuse(optional('exportName', props.exportName, EXPORT_NAME));
  for (const [index, project] of props.projects.entries())
    for (const name of ['accounts', 'regions', 'remoteRegions'] as const)
      refuse(optional(`projects.${index}.${name}`, project?.[name], NO_PLACES));
}

/**
 * Refuses any value. Props that limit accounts and Regions have no effect on custom resources: any stack that may use the
 * provider may declare endpoints of any place.
 */
const NO_PLACES: ValueRule = {
  expected:
    'expected nothing for custom resources: which stacks may use a provider is decided by who may invoke its function; only an AtlasPrivateLink takes this',
  accepts: () => false,
};
