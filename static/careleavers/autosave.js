/* Saves what is typed in a form marked data-autosave="/drafts/<id>/" two seconds after the last key, and when the page
   is left. The text goes to the server and nowhere else: nothing is kept in the browser. */
const QUIET = 2000;
const SLOWEST = 30000;
const LARGEST_LAST = 60000; // a browser sends at most 64 KiB from a page that is being left

/* The server keeps the fields in an order of its own. */
const inOrder = (data) => JSON.stringify(Object.entries(data).sort());

function start(form) {
  const said = form.querySelector('[data-saved]');
  const unanswered = new Set(); // saves that may have arrived, although no answer came back
  let rev = Number(form.dataset.rev);
  let typing, retry, sending = null, changed = false, wait = QUIET, stopped = false, waiting = null;

  const say = (text) => { if (said.textContent !== text) said.textContent = text; };
  const csrf = () => form.elements.csrfmiddlewaretoken;

  function typed() {
    const data = {};
    for (const [name, value] of new FormData(form)) {
      if (name !== 'csrfmiddlewaretoken' && typeof value === 'string') (data[name] ||= []).push(value);
    }
    return data;
  }

  async function freshToken() {
    const answer = await fetch(form.dataset.token);
    if (answer.ok) csrf().value = (await answer.json()).token;
    return answer.ok;
  }

  async function put(last) {
    const { person, kind } = form.dataset;
    const data = typed();
    const body = JSON.stringify({ person, kind, page: location.pathname, rev, data });
    changed = false;
    unanswered.add(inOrder(data));
    const answer = await fetch(form.dataset.autosave, {
      method: 'PUT', keepalive: last && body.length < LARGEST_LAST, credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': csrf().value },
      body,
    });
    if (answer.ok) {
      const saved = await answer.json();
      rev = saved.rev;
      wait = QUIET;
      unanswered.clear();
      say(`Saved at ${saved.saved}`);
    } else if (answer.status === 401) {
      changed = true;
      say('You are signed out. Sign in in a new tab, then come back: what you typed is still here.');
      again();
    } else if (answer.status === 403 && await freshToken()) {
      changed = true;
      again();
    } else if (answer.status === 409) {
      const stands = await answer.json();
      if (unanswered.has(inOrder(stands.data))) {
        rev = stands.rev;
        changed = true;
        again();
      } else {
        stopped = true;
        say('This is open in another window, which saved later. Carry on there; nothing there was lost.');
      }
    } else if (answer.status === 410) {
      stopped = true;
      say((await answer.json()).error);
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
    clearTimeout(typing);
    typing = setTimeout(save, QUIET);
  });
  const leaving = () => { if (changed) save(true); };
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') leaving(); });
  window.addEventListener('pagehide', leaving);

  async function reachable() {
    try {
      return (await fetch(form.dataset.token)).status !== 401;
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
