/**
 * The two kinds of endpoint services that Atlas has on AWS: the dedicated ones of a project, and those for Data Federation
 * and Online Archive, one for each Region, which all projects of all customers share.
 */
export const SERVICE_KINDS = ['dedicated', 'data-federation'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

/**
 * Stands for the endpoint service id of a link to Data Federation, whose endpoint service has no id in Atlas. An id of
 * Atlas has 24 hexadecimal digits.
 */
export const DATA_FEDERATION_SERVICE_ID = 'data-federation';

export function serviceKindOf({ endpointServiceId }: { readonly endpointServiceId: string }): ServiceKind {
  return endpointServiceId === DATA_FEDERATION_SERVICE_ID ? 'data-federation' : 'dedicated';
}
