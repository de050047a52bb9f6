// The workbench in the browser: what an EHR does with a call and its cards. Every text comes from the
// server as escaped markup; nothing here writes HTML of its own.

/** A UUID also where the page is not served by https, as on a hospital's test network. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function postJson(url, body) {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** What an OperationOutcome says, for the one who reads it. */
function problemIn(answer, status) {
  const text = answer?.issue?.[0]?.details?.text;
  return text ? `${status}: ${text}` : `${status}`;
}

// ------------------------------------------------------------------ stories

/** One patient on the screen: the call, the cards it brought, and what was done with them. */
class Encounter {
  constructor(bar) {
    this.bar = bar;
    this.area = document.getElementById('encounter');
    this.status = bar.querySelector('[data-status]');
    this.said = bar.querySelector('[data-said]');
    this.restart = bar.querySelector('[data-restart]');
    this.cards = [];
    this.overridden = new Map();
    this.added = new Set();
    this.area.addEventListener('click', (event) => this.clicked(event));
    this.area.addEventListener('submit', (event) => this.submitted(event));
    this.restart.addEventListener('click', () => this.open('Started over.'));
  }

  async open(words) {
    this.overridden.clear();
    this.added.clear();
    this.restart.hidden = true;
    const response = await fetch(this.bar.dataset.request);
    this.request = await response.json();
    await this.call();
    if (words) this.say(words);
  }

  /** Calls the hook as an EHR does: a new instance each time, the orders as they are now. */
  async call() {
    this.request = { ...this.request, hookInstance: uuid() };
    const started = performance.now();
    const response = await postJson(this.bar.dataset.hook, this.request);
    const took = Math.max(1, Math.round(performance.now() - started));
    const answer = await response.json().catch(() => undefined);
    this.cards = response.ok ? answer.cards : [];
    this.status.textContent = response.ok
      ? `${response.status} in ${took} ms`
      : problemIn(answer, response.status);
    this.status.classList.toggle('failed', !response.ok);
    this.bar.querySelector('[data-sent]').textContent = JSON.stringify(this.request, undefined, 2);
    this.bar.querySelector('[data-answered]').textContent = JSON.stringify(answer, undefined, 2) ?? '';
    await this.show();
  }

  async show() {
    const response = await postJson(this.bar.dataset.render, { request: this.request, cards: this.cards });
    if (!response.ok) {
      this.say(
        `The cards cannot be shown: ${problemIn(await response.json().catch(() => undefined), response.status)}`,
      );
      return;
    }
    const markup = new DOMParser().parseFromString(await response.text(), 'text/html');
    this.area.replaceChildren(...markup.body.childNodes);
    for (const order of this.area.querySelectorAll('[data-order]')) {
      order.classList.toggle('added', this.added.has(order.dataset.order));
    }
    for (const card of this.area.querySelectorAll('[data-card]')) {
      const reason = this.overridden.get(card.dataset.topic);
      if (reason !== undefined) markOverridden(card, reason);
    }
  }

  say(words) {
    this.said.textContent = words;
  }

  async clicked(event) {
    const button = event.target.closest('button[data-suggestion]');
    if (!button || button.disabled) return;
    const card = this.cards[Number(button.closest('[data-card]').dataset.card)];
    const suggestion = card.suggestions[Number(button.dataset.suggestion)];
    for (const other of this.area.querySelectorAll('button')) other.disabled = true;
    const before = this.cards.length;
    const where = this.apply(suggestion.actions[0]);
    this.restart.hidden = false;
    await this.feedback({
      card: card.uuid,
      outcome: 'accepted',
      acceptedSuggestions: [{ id: suggestion.uuid }],
    });
    await this.call();
    const counted = `${before} ${before === 1 ? 'card' : 'cards'} before, ${this.cards.length} now`;
    this.say(`${suggestion.label}: ${where}. Hook called again: ${counted}.`);
    document.getElementById('cards-heading')?.focus();
  }

  /** Does to the orders what the action asks for, and says what that was. */
  apply(action) {
    if (action.type === 'delete') {
      const entries = this.request.context.draftOrders?.entry ?? [];
      const kept = entries.filter(
        ({ resource }) => `${resource.resourceType}/${resource.id}` !== action.resourceId,
      );
      this.setDrafts(kept);
      return 'removed from the draft orders';
    }
    const resource = { ...action.resource, id: uuid() };
    this.added.add(`${resource.resourceType}/${resource.id}`);
    if (this.request.hook === 'patient-view') return this.sign(resource);
    this.setDrafts([...(this.request.context.draftOrders?.entry ?? []), { resource }]);
    return 'added to the draft orders';
  }

  setDrafts(entry) {
    const { context } = this.request;
    const draftOrders = { resourceType: 'Bundle', type: 'collection', ...context.draftOrders, entry };
    const known = new Set(entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`));
    const selections = context.selections?.filter((reference) => known.has(reference));
    this.request = {
      ...this.request,
      context: { ...context, draftOrders, ...(selections && { selections }) },
    };
  }

  /** The chart has no draft orders: what is placed from it is signed, and comes with the record. */
  sign(resource) {
    const key = resource.resourceType === 'ServiceRequest' ? 'serviceOrders' : 'medicationOrders';
    const known = this.request.prefetch?.[key];
    const entry = [...(known?.entry ?? []), { resource: { ...resource, status: 'active', intent: 'order' } }];
    const bundle = { resourceType: 'Bundle', type: 'searchset', ...known, entry };
    this.request = { ...this.request, prefetch: { ...this.request.prefetch, [key]: bundle } };
    return 'ordered and signed';
  }

  async submitted(event) {
    if (!event.target.matches('form[data-override]')) return;
    event.preventDefault();
    const form = event.target;
    const article = form.closest('[data-card]');
    const card = this.cards[Number(article.dataset.card)];
    const chosen = form.elements.reason.value;
    const comment = form.elements.comment.value.trim();
    const reason = chosen === 'other' ? undefined : card.overrideReasons?.[Number(chosen)];
    if (!reason && comment === '') {
      form.elements.comment.setCustomValidity('Give the reason in words.');
      form.elements.comment.reportValidity();
      form.elements.comment.addEventListener('input', (typed) => typed.target.setCustomValidity(''), {
        once: true,
      });
      return;
    }
    for (const control of form.elements) control.disabled = true;
    const sent = await this.feedback({
      card: card.uuid,
      outcome: 'overridden',
      overrideReason: { ...(reason && { reason }), ...(comment && { userComment: comment }) },
    });
    const words = reason?.display ?? comment;
    this.overridden.set(article.dataset.topic, words);
    this.restart.hidden = false;
    markOverridden(article, words);
    this.say(`Overridden: ${words}. ${sent}`);
  }

  /** As the standard has it; says what became of it. */
  async feedback(item) {
    const url = this.bar.dataset.feedback;
    if (!url) return 'No feedback was sent: this service asks its callers for a signed token.';
    const response = await postJson(url, {
      feedback: [{ ...item, outcomeTimestamp: new Date().toISOString() }],
    });
    if (response.ok) return 'Feedback stored.';
    return `Feedback was refused: ${problemIn(await response.json().catch(() => undefined), response.status)}`;
  }
}

function markOverridden(article, reason) {
  article.classList.add('overridden');
  const note = document.createElement('p');
  note.className = 'overridden-note';
  note.textContent = `Overridden: ${reason}`;
  article.querySelector('.override')?.replaceWith(note);
  for (const button of article.querySelectorAll('button')) button.disabled = true;
}

const bar = document.querySelector('[data-call]');
if (bar) {
  const encounter = new Encounter(bar);
  encounter.open().catch(() => encounter.say('The service cannot be reached.'));
}

// ------------------------------------------------------------------ list of stories

const shelf = document.querySelector('[data-shelf]');
if (shelf) {
  const wide = matchMedia('(min-width: 64rem)');
  const showHere = () => {
    const here = shelf.querySelector('[aria-current]');
    const list = shelf.querySelector('ul');
    if (here) list.scrollTop = here.offsetTop - list.clientHeight / 3;
  };
  // Beside the story there is room for the list; above it the list would stand in the way.
  const fitToWidth = () => {
    shelf.open = wide.matches;
  };
  shelf.addEventListener('toggle', showHere);
  wide.addEventListener('change', fitToWidth);
  fitToWidth();
  const words = {
    critical: 'critical',
    warning: 'warning',
    info: 'info',
    none: 'no card',
    refused: 'refused',
  };
  fetch(shelf.dataset.outcomes)
    .then((response) => response.json())
    .then((outcomes) => {
      for (const item of shelf.querySelectorAll('[data-story]')) {
        const outcome = outcomes[item.dataset.story];
        if (!outcome) continue;
        const mark = document.createElement('span');
        mark.className = `outcome ${outcome}`;
        mark.textContent = words[outcome];
        item.querySelector('a').append(mark);
      }
    })
    .catch(() => {});
}

// ------------------------------------------------------------------ finding

for (const input of document.querySelectorAll('[data-filter]')) {
  const items = [...document.querySelectorAll(input.dataset.filter)].map((element) => ({
    element,
    text: element.textContent.toLowerCase(),
  }));
  const none = input.closest('nav')?.querySelector('[data-filter-none]');
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { element, text } of items) {
      const matches = words.every((word) => text.includes(word));
      element.hidden = !matches;
      if (matches) shown += 1;
    }
    if (none) none.hidden = shown > 0;
  });
}

// ------------------------------------------------------------------ copying

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const source = button.parentElement.querySelector('pre');
  const done = await copied(source);
  button.textContent = done ? 'Copied' : 'Select and copy';
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 2000);
});

/** Without https a browser offers no clipboard: then the text is selected, ready for the keyboard. */
async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return false;
  }
}

// ------------------------------------------------------------------ what would I see?

const paste = document.querySelector('[data-paste]');
if (paste) {
  const text = paste.elements.text;
  const file = paste.querySelector('[data-file]');
  const example = paste.querySelector('[data-example]');
  const take = async (chosen) => {
    if (chosen) text.value = await chosen.text();
  };
  file.addEventListener('change', () => take(file.files[0]));
  text.addEventListener('dragover', (event) => {
    event.preventDefault();
    text.classList.add('dropping');
  });
  text.addEventListener('dragleave', () => text.classList.remove('dropping'));
  text.addEventListener('drop', (event) => {
    text.classList.remove('dropping');
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) paste.requestSubmit();
  });
  example?.addEventListener('click', async () => {
    const response = await fetch(example.dataset.example);
    text.value = JSON.stringify(await response.json(), undefined, 2);
  });
  if (text.dataset.fault !== undefined) {
    const at = Number(text.dataset.fault);
    text.focus({ preventScroll: true });
    text.setSelectionRange(at, at + 1);
  }
}

/** A link to a resource opens it. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.localName === 'details') target.open = true;
}
addEventListener('hashchange', openTarget);
openTarget();
