/* Saves what is typed in a form marked data-autosave="/drafts/<id>/" while it is typed, and when the page is left. The
   text goes to the server and nowhere else: nothing is kept in the browser. */
const QUIET = 1500; // after the last key ...
const LONGEST = 2500; // ... and however long somebody types on, after the first key that is not saved
const ANSWER = 10000; // how long a save may be on its way: a connection that hangs would stop every later one
const FIRST_RETRY = 2000;
const SLOWEST = 30000;
const LARGEST_LAST = 60000; // a browser sends at most 64 KiB from a page that is being left
const NOT_ANSWERS = ['csrfmiddlewaretoken', 'draft_revision'];

/* The server keeps the fields in an order of its own. */
const inOrder = (data) => JSON.stringify(Object.entries(data).sort());

/* Fails where nothing is answered in time, as where there is no connection. */
async function ask(address, options = {}) {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), ANSWER);
  try {
    return await fetch(address, { ...options, signal: waiting.signal });
  } finally {
    clearTimeout(timer);
  }
}

function start(form) {
  const said = form.querySelector('[data-saved]');
  const revision = form.elements.draft_revision; // sent with the form too, so that no window saves over another
  const unanswered = new Set(); // saves that may have arrived, although no answer came back
  let typing, retry, firstKey = null, sending = null, changed = false, wait = FIRST_RETRY, stopped = false, waiting = null;
  let apart = ''; // why this window keeps a draft of its own: said for as long as it does

  /* `trouble`: not saved, or not where it was expected; it must not look like "Saved". */
  const say = (text, trouble = true) => {
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle('saved--trouble', trouble);
  };
  const csrf = () => form.elements.csrfmiddlewaretoken;

  function typed() {
    const data = {};
    for (const [name, value] of new FormData(form)) {
      if (!NOT_ANSWERS.includes(name) && typeof value === 'string') (data[name] ||= []).push(value);
    }
    return data;
  }

  async function freshToken() {
    const answer = await ask(form.dataset.token);
    if (answer.ok) csrf().value = (await answer.json()).token;
    return answer.ok;
  }

  /* The form's own draft is taken: go on in one of its own. The form itself still goes to `action`. */
  function goOnApart(own, page, action, why) {
    form.dataset.autosave = own;
    form.dataset.page = page;
    form.action = action;
    revision.value = 0;
    changed = true;
    apart = `${why} What you type here is kept as a draft of its own.`;
    say(apart);
    again();
  }

  async function put(last) {
    const { person, kind } = form.dataset;
    const page = form.dataset.page || location.pathname;
    const data = typed();
    const body = JSON.stringify({ person, kind, page, revision: Number(revision.value), data });
    changed = false;
    firstKey = null;
    unanswered.add(inOrder(data));
    const answer = await ask(form.dataset.autosave, {
      method: 'PUT', keepalive: last && body.length < LARGEST_LAST, credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': csrf().value },
      body,
    });
    if (answer.ok) {
      const saved = await answer.json();
      revision.value = saved.revision;
      wait = FIRST_RETRY;
      unanswered.clear();
      if (!changed) clearTimeout(retry);
      say(`${apart} Saved at ${saved.saved}`.trim(), Boolean(apart));
    } else if (answer.status === 401) {
      changed = true;
      say('Not saved: you are signed out. Sign in in a new tab, then come back: what you typed is still here.');
      again();
    } else if (answer.status === 403 && await freshToken()) {
      changed = true;
      again();
    } else if (answer.status === 409) {
      const now = await answer.json();
      if (unanswered.has(inOrder(now.data))) {
        revision.value = now.revision;
        changed = true;
        again();
      } else if (now.own) {
        goOnApart(now.own, now.own_page, now.own_page, 'This is open in another window, which saved other words.');
      } else {
        stopped = true;
        say('Not saved: this is open in another window, which saved other words. Save here to see both.');
      }
    } else if (answer.status === 410) {
      const { error, own, own_page: page } = await answer.json();
      if (own && own !== form.dataset.autosave) {
        goOnApart(own, page, location.pathname, error);
      } else {
        stopped = true;
        say(error);
      }
    } else if (answer.status === 413) {
      say(`Not saved. ${(await answer.json()).error}`);
    } else {
      changed = true;
      say('Not saved. Trying again.');
      again();
    }
  }

  function again() {
    clearTimeout(retry);
    retry = setTimeout(save, wait);
    wait = Math.min(wait * 2, SLOWEST);
  }

  function save(last = false) {
    if (stopped) return null;
    if (sending) return sending.then(() => changed && save(last));
    sending = put(last)
      .catch(() => { changed = true; say('Not saved. Trying again.'); again(); })
      .finally(() => { sending = null; });
    return sending;
  }

  form.addEventListener('input', () => {
    changed = true;
    firstKey ??= Date.now();
    clearTimeout(typing);
    typing = setTimeout(save, Math.max(0, Math.min(QUIET, firstKey + LONGEST - Date.now())));
  });
  const leaving = () => { if (changed) save(true); };
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') leaving(); });
  window.addEventListener('pagehide', leaving);
  window.addEventListener('online', () => { if (changed) { wait = FIRST_RETRY; save(); } });

  async function reachable() {
    try {
      return (await ask(form.dataset.token)).status !== 401;
    } catch {
      return false;
    }
  }

  /* The form itself goes only when no save is on its way: a late save must not bring back a draft that was sent.
     What was not saved, because the connection or the session is away, would be lost with the page: it stays. */
  async function send(button) {
    await save();
    if (changed && !await reachable()) {
      said.scrollIntoView({ block: 'center' });
      say('Not sent: you are signed out or there is no connection. Your words are still here. Try again when you are back.');
    } else {
      stopped = true;
      form.requestSubmit(button);
    }
  }

  form.addEventListener('submit', (event) => {
    clearTimeout(typing);
    clearTimeout(retry);
    if (stopped || !(changed || sending)) {
      stopped = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting ||= send(event.submitter).finally(() => { waiting = null; });
  }, true);
  window.addEventListener('pageshow', () => { stopped = false; });
}

document.querySelectorAll('form[data-autosave]').forEach(start);
