import { beforeAll, describe, expect, it } from 'vitest';
import { type PublicSurface, publicSurfaceOf } from './public-surface.js';

/** Names that users need. Adding or removing one requires an entry in the CHANGELOG. */
const EXPORTED = [
  'AtlasCredentials',
  'AtlasDataFederationEndpoint',
  'AtlasDataFederationEndpointProps',
  'AtlasDataFederationLink',
  'AtlasDataFederationLinkLookup',
  'AtlasDataFederationLinkLookupProps',
  'AtlasDataFederationLinkProps',
  'AtlasDataFederationLinksLookup',
  'AtlasDataFederationLinksLookupProps',
  'AtlasHub',
  'AtlasMembers',
  'AtlasMembersOptions',
  'AtlasPrivateEndpoint',
  'AtlasPrivateEndpointLink',
  'AtlasPrivateEndpointLinkLookup',
  'AtlasPrivateEndpointLinkLookupProps',
  'AtlasPrivateEndpointLinkProps',
  'AtlasPrivateEndpointProps',
  'AtlasPrivateEndpointService',
  'AtlasPrivateEndpointServiceAttributes',
  'AtlasPrivateEndpointServiceBase',
  'AtlasPrivateEndpointServiceLookup',
  'AtlasPrivateEndpointServiceLookupProps',
  'AtlasPrivateEndpointServiceProps',
  'AtlasPrivateEndpointServicesLookup',
  'AtlasPrivateEndpointServicesLookupProps',
  'AtlasPrivateLink',
  'AtlasPrivateLinkMember',
  'AtlasPrivateLinkMemberProps',
  'AtlasPrivateLinkMembers',
  'AtlasPrivateLinkMembersProps',
  'AtlasPrivateLinkProps',
  'AtlasPrivateLinkProvider',
  'AtlasPrivateLinkProviderProps',
  'AtlasProject',
  'AtlasRegionalMode',
  'AtlasRegionalModeLookup',
  'AtlasRegionalModeLookupProps',
  'AtlasRegionalModeProps',
  'AzurePrivateEndpoint',
  'DataFederationLinkAttributes',
  'EndpointSelection',
  'GoogleCloudEndpointGroup',
  'GoogleCloudForwardingRule',
  'GoogleCloudPortMappedEndpoint',
  'IAtlasPrivateEndpointService',
  'IAtlasPrivateLinkProvider',
  'ILinkAlarms',
  'LastLink',
  'LinkAttributes',
  'LinkEngineProps',
  'LinkOutcome',
  'MemberParts',
  'MembersOperation',
  'PrivateConnectionStrings',
  'PrivateEndpoint',
  'RegisteredConnectionStrings',
  'RegisteredConnectionStringsProps',
];

const withoutDocs = ({ undocumentedNames, members }: PublicSurface) => [
  ...undocumentedNames,
  ...members.filter(({ docs }) => docs === '').map(({ name }) => name),
];
const withoutDefault = ({ members }: PublicSurface) =>
  members.filter(({ wantsDefault, hasDefault }) => wantsDefault && !hasDefault).map(({ name }) => name);
const issuesIn = ({ members }: PublicSurface) =>
  members.flatMap(({ name, issues }) => issues.map((issue) => `${name}: ${issue}`));

describe('the public surface of the library', () => {
  let surface: PublicSurface;
  beforeAll(() => {
    surface = publicSurfaceOf('lib/index.ts');
  });

  it('contains what users need', () => {
    expect(surface.names).toEqual(EXPORTED);
  });

  it('is documented, each member of it', () => {
    expect(withoutDocs(surface)).toEqual([]);
  });

  it('has a documented default for each optional prop', () => {
    expect(withoutDefault(surface)).toEqual([]);
  });

  it('has types that exist in other languages, and exports its own types', () => {
    expect(issuesIn(surface)).toEqual([]);
    expect(surface.hiddenBases).toEqual([]);
  });
});

describe('these tests detect', () => {
  let surface: PublicSurface;
  beforeAll(() => {
    surface = publicSurfaceOf('test/lib/public-surface-sample.ts');
  });

  it('an undocumented member', () => {
    expect(withoutDocs(surface)).toEqual(['SampleClass', 'SampleProps.undocumented']);
    expect(withoutDefault(surface)).toEqual(['SampleProps.withoutDefault']);
  });

  it('a type that other languages do not have', () => {
    expect(issuesIn(surface)).toEqual([
      'SampleProps.union: a union: string | number',
      'SampleProps.generic: a generic type: Record<string, string>',
      'SampleProps.inline: a type that other languages do not have: { readonly one: string }',
      'SampleProps.readonlyList: a type that other languages do not have: readonly string[]',
      'SampleProps.hidden: a type that is not exported: HiddenBase',
      'SampleClass.inferred: a type that is not written',
      'SampleClass.method: a type that other languages do not have: () => void',
    ]);
  });

  it('a base class that is not exported', () => {
    expect(surface.hiddenBases).toEqual(['SampleProps -> HiddenBase']);
  });
});
