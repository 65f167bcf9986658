/** Every interface of props, from its docstrings. */
import { type DocumentedMember, docsOfInterface, membersOfInterface } from './docstrings.js';
import { code, markdownTable } from './markdown-table.js';

export interface PropsSection {
  /** The construct or the place that takes these props. */
  readonly heading: string;
  readonly interfaceName: string;
}

/** Those of the automation have a place of their own on the page. */
export const AUTOMATION_PROPS = 'AtlasPrivateLinkProps';

/** In the order in which a reader meets them. */
export const OTHER_PROPS: readonly PropsSection[] = [
  { heading: 'An item of `projects`', interfaceName: 'AtlasProject' },
  { heading: '`RegisteredConnectionStrings`', interfaceName: 'RegisteredConnectionStringsProps' },
  { heading: 'Options of `AtlasMembers`', interfaceName: 'AtlasMembersOptions' },
  { heading: '`AtlasPrivateLinkMember`', interfaceName: 'AtlasPrivateLinkMemberProps' },
  { heading: 'The `hub` of a member', interfaceName: 'AtlasHub' },
  { heading: '`AtlasPrivateLinkMembers`', interfaceName: 'AtlasPrivateLinkMembersProps' },
  { heading: 'The `operation` of `AtlasPrivateLinkMembers`', interfaceName: 'MembersOperation' },
  { heading: '`AtlasPrivateLinkProvider`', interfaceName: 'AtlasPrivateLinkProviderProps' },
  { heading: '`AtlasPrivateEndpoint`', interfaceName: 'AtlasPrivateEndpointProps' },
  { heading: '`AtlasPrivateEndpointService`', interfaceName: 'AtlasPrivateEndpointServiceProps' },
  { heading: '`AtlasPrivateEndpointLink`', interfaceName: 'AtlasPrivateEndpointLinkProps' },
  { heading: '`AtlasRegionalMode`', interfaceName: 'AtlasRegionalModeProps' },
  { heading: '`AtlasPrivateEndpointLinkLookup`', interfaceName: 'AtlasPrivateEndpointLinkLookupProps' },
  { heading: '`AtlasPrivateEndpointServiceLookup`', interfaceName: 'AtlasPrivateEndpointServiceLookupProps' },
  {
    heading: '`AtlasPrivateEndpointServicesLookup`',
    interfaceName: 'AtlasPrivateEndpointServicesLookupProps',
  },
  { heading: '`AtlasRegionalModeLookup`', interfaceName: 'AtlasRegionalModeLookupProps' },
];

export function propsTable(interfaceName: string): string {
  const members = membersOfInterface(interfaceName);
  if (members.length === 0) throw new Error(`No interface of lib is named ${interfaceName}.`);
  return markdownTable(['prop', 'default', 'what it does'], inOrder(members).map(row));
}

export function otherPropsTables(): string {
  return OTHER_PROPS.map(({ heading, interfaceName }) =>
    [`### ${heading}`, docsOfInterface(interfaceName), propsTable(interfaceName)].join('\n\n'),
  ).join('\n\n');
}

/** What has to be given comes first. */
function inOrder(members: readonly DocumentedMember[]): DocumentedMember[] {
  return [
    ...members.filter(({ isOptional }) => !isOptional),
    ...members.filter(({ isOptional }) => isOptional),
  ];
}

function row({ name, isOptional, docs, tags }: DocumentedMember): string[] {
  return [code(name), isOptional ? defaultOf(tags.get('default') ?? '') : 'required', docs];
}

/** After a dash stand words, without one a value. */
function defaultOf(text: string): string {
  return text.startsWith('- ') ? text.slice(2) : code(text.replace(/^`|`$/g, ''));
}
