import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../lambda/atlas/documented-response.js';
import { readEndpointService } from '../../lambda/atlas/endpoint-service-response.js';
import { readLink } from '../../lambda/atlas/link-response.js';
import { emptyDescription } from '../../lambda/domain/model/link-description.js';
import { LINK } from '../domain/samples.js';

describe("Atlas's link", () => {
  it('of AWS', () => {
    const response = {
      connectionStatus: 'REJECTED',
      deleteRequested: null,
      errorMessage: 'no',
      interfaceEndpointId: LINK.endpointId,
    };
    expect(readLink(LINK, response)).toEqual({
      ...emptyDescription(LINK),
      connectionStatus: 'REJECTED',
      errorMessage: 'no',
      interfaceEndpointId: LINK.endpointId,
    });
  });

  it('of Azure', () => {
    const response = {
      status: 'AVAILABLE',
      privateEndpointConnectionName: 'c',
      privateEndpointIPAddress: '10.0.0.4',
      privateEndpointResourceId: '/subscriptions/1',
      deleteRequested: true,
    };
    expect(readLink({ ...LINK, cloudProvider: 'AZURE' }, response)).toMatchObject({
      connectionStatus: 'AVAILABLE',
      privateEndpointConnectionName: 'c',
      privateEndpointIpAddress: '10.0.0.4',
      privateEndpointResourceId: '/subscriptions/1',
      deleteRequested: true,
    });
  });

  it('of Google Cloud has the address of the first endpoint when ports are mapped', () => {
    const link = { ...LINK, cloudProvider: 'GCP' } as const;
    const endpoints = [{ endpointName: 'e', ipAddress: '10.0.0.5', status: 'AVAILABLE' }];
    const response = { status: 'VERIFIED', endpoints, gcpProjectId: 'g' };
    expect(readLink(link, { ...response, portMappingEnabled: true })).toMatchObject({
      privateEndpointIpAddress: '10.0.0.5',
      endpoints: [{ endpointName: 'e', ipAddress: '10.0.0.5', status: 'AVAILABLE' }],
      gcpProjectId: 'g',
      portMappingEnabled: true,
    });
    expect(readLink(link, response).privateEndpointIpAddress).toBe('');
  });

  it('must have every attribute, and otherwise the error names the field without its value', () => {
    const names = Object.keys(emptyDescription(LINK));
    const responses = fc.oneof(
      fc.jsonValue(),
      fc.record({ connectionStatus: fc.jsonValue(), errorMessage: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(responses, (response) => {
        const link = outcomeOf(() => readLink(LINK, response));
        if (link instanceof ShapeError)
          expect(link.message).toMatch(/^[a-zA-Z0-9. ]+: expected .* received /);
        else expect(Object.keys(link)).toEqual(names);
        const service = outcomeOf(() => readEndpointService(LINK.projectId, 'AWS', response));
        if (!(service instanceof ShapeError)) expect(service.interfaceEndpoints).toBeInstanceOf(Array);
      }),
    );
  });
});

function outcomeOf<T>(read: () => T): T | ShapeError {
  try {
    return read();
  } catch (error) {
    if (error instanceof ShapeError) return error;
    throw error;
  }
}
