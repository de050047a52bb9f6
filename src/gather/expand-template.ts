import type { HookContext } from '../request/hook-request.js';

const TOKEN = /\{\{context\.(patientId|encounterId|userId)\}\}/g;

/** A template with its tokens filled, each value encoded: a patient id must not smuggle in a parameter. */
export function expandTemplate(template: string, context: HookContext): string {
  return template.replace(TOKEN, (_, name: 'patientId' | 'encounterId' | 'userId') => {
    const value = context[name] ?? '';
    return name === 'userId' ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
  });
}
