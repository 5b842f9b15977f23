/* Saves what is typed in a form marked data-autosave="/drafts/<id>/" two seconds after the last key, and when the page
   is left. The text goes to the server and nowhere else: nothing is kept in the browser. */
const QUIET = 2000;
const SLOWEST = 30000;

function start(form) {
  const said = form.querySelector('[data-saved]');
  let rev = form.dataset.rev ? Number(form.dataset.rev) : null;
  let typing, retry, sending = null, changed = false, wait = QUIET, stopped = false;

  const say = (text) => { if (said.textContent !== text) said.textContent = text; };
  const csrf = () => form.elements.csrfmiddlewaretoken;

  function body() {
    const data = {};
    for (const [name, value] of new FormData(form)) {
      if (name !== 'csrfmiddlewaretoken' && typeof value === 'string') (data[name] ||= []).push(value);
    }
    return JSON.stringify({ person: form.dataset.person, rev, data });
  }

  async function freshToken() {
    const answer = await fetch(form.dataset.token);
    if (answer.ok) csrf().value = (await answer.json()).token;
    return answer.ok;
  }

  async function put(keepalive) {
    changed = false;
    const answer = await fetch(form.dataset.autosave, {
      method: 'PUT', keepalive, credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': csrf().value },
      body: body(),
    });
    if (answer.ok) {
      const saved = await answer.json();
      rev = saved.rev;
      wait = QUIET;
      say(`Saved ${saved.saved}`);
    } else if (answer.status === 401) {
      changed = true;
      say('You are signed out. Sign in in a new tab, then choose Save draft here.');
      again();
    } else if (answer.status === 403 && await freshToken()) {
      changed = true;
      again();
    } else if (answer.status === 409) {
      stopped = true;
      say('This note is open in another window, which saved later. Carry on there; nothing there was lost.');
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

  function save(keepalive = false) {
    if (stopped) return null;
    if (sending) return sending.then(() => changed && save(keepalive));
    sending = put(keepalive)
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

  /* The form itself goes only when no save is on its way: a late save must not bring back a draft that was sent. */
  form.addEventListener('submit', (event) => {
    stopped = true;
    clearTimeout(typing);
    clearTimeout(retry);
    if (!sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    sending.finally(() => form.requestSubmit(button));
  }, true);
  window.addEventListener('pageshow', () => { stopped = false; });
}

document.querySelectorAll('form[data-autosave]').forEach(start);
