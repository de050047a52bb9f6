import { badRequest, forbidden, getStatus, isResourceType, notFound, unauthorized } from '@medplum/core';
import { FhirRouter, type MemoryRepository, makeSimpleRequest } from '@medplum/fhir-router';
import express, { type Express, type Request, type Response } from 'express';
import type { CapabilityStatement } from 'fhir/r4.js';
import { type Fault, playFault } from './faults.js';
import { authorize, type Grant } from './grants.js';
import { nextLink, pageWindow } from './paging.js';
import { searchFault } from './search-rules.js';

/** A call as it arrived, before anything was checked. */
export interface RecordedRequest {
  /** Path and query as sent. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
}

export interface FhirAppDeps {
  readonly baseUrl: string;
  readonly repository: MemoryRepository;
  readonly faults: Map<string, Fault>;
  readonly requests: RecordedRequest[];
  readonly grants: Readonly<Record<string, Grant>>;
  readonly clock: () => number;
  readonly capabilities: () => CapabilityStatement;
}

type Outcome = typeof notFound;

/** Medplum's FHIR router behind what an EHR puts before it: tokens, strict searches, pages. */
export function createFhirApp({
  baseUrl,
  repository,
  faults,
  requests,
  grants,
  clock,
  capabilities,
}: FhirAppDeps): Express {
  const router = new FhirRouter();

  const search = async (type: string, parameters: URLSearchParams, response: Response) => {
    const complaint = searchFault(type, parameters);
    if (complaint !== undefined) return refuse(response, badRequest(complaint));
    const fault = faults.get(type);
    const window = pageWindow(parameters, fault);
    const query = new URLSearchParams(parameters);
    query.set('_offset', String(window.offset));
    query.set('_count', String(window.count));
    const [outcome, bundle] = await router.handleRequest(
      makeSimpleRequest('GET', `${type}?${query}`),
      repository,
    );
    if (bundle?.resourceType !== 'Bundle') return refuse(response, outcome);
    const { total = 0, ...page } = bundle;
    const next = nextLink(`${baseUrl}/${type}`, parameters, window, total, fault);
    return send(response, 200, {
      ...page,
      // As seen on a production server: no total unless asked for.
      ...(parameters.get('_total') === 'accurate' && { total }),
      link: next === undefined ? [] : [{ relation: 'next', url: next }],
    });
  };

  const read = async (type: string, id: string, response: Response) => {
    const [outcome, resource] = await router.handleRequest(
      makeSimpleRequest('GET', `${type}/${id}`),
      repository,
    );
    return resource === undefined ? refuse(response, outcome) : send(response, 200, resource);
  };

  /** Open to all, as FHIR has it; its faults go by the name of the resource. */
  const metadata = async (response: Response) => {
    const fault = takeFault(faults, 'CapabilityStatement');
    if (fault !== undefined && (await playFault(fault, response))) return;
    send(response, 200, capabilities());
  };

  const answer = async (request: Request, response: Response) => {
    requests.push({
      url: request.url,
      authorization: request.get('authorization'),
      accept: request.get('accept'),
    });
    const { pathname, searchParams } = new URL(request.url, baseUrl);
    if (pathname === new URL(`${baseUrl}/metadata`).pathname) return metadata(response);
    const [type = '', id, ...rest] = pathname.slice(new URL(`${baseUrl}/`).pathname.length).split('/');
    if (!pathname.startsWith(new URL(`${baseUrl}/`).pathname) || !isResourceType(type) || rest.length > 0) {
      return refuse(response, notFound);
    }
    const status = authorize(
      request.get('authorization'),
      grants,
      clock(),
      type,
      id === undefined ? 'search' : 'read',
    );
    if (status !== 200) return refuse(response, status === 401 ? unauthorized : forbidden);
    const fault = takeFault(faults, type);
    if (fault !== undefined && (await playFault(fault, response))) return;
    return id === undefined ? search(type, searchParams, response) : read(type, id, response);
  };

  return express().disable('x-powered-by').get('/*path', answer);
}

/** A fault that lasts a number of calls counts down. */
function takeFault(faults: Map<string, Fault>, type: string): Fault | undefined {
  const fault = faults.get(type);
  if (fault?.kind === 'status' && fault.times !== undefined) {
    if (fault.times <= 1) faults.delete(type);
    else faults.set(type, { ...fault, times: fault.times - 1 });
  }
  return fault;
}

function refuse(response: Response, outcome: Outcome): void {
  send(response, getStatus(outcome), outcome);
}

function send(response: Response, status: number, resource: object): void {
  response.status(status).type('application/fhir+json').send(JSON.stringify(resource));
}
