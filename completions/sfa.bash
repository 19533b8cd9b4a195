# Completion of sfa for bash. Made from the commands by ReferenceTest; do not edit.
# It starts no program: ids come from a file that the daemon keeps.

_sfa_cached() {
  local line lines file=${SFA_HOME:+$SFA_HOME/cache}
  file=${file:-${XDG_CACHE_HOME:-$HOME/.cache}/sfa}/completion
  [[ -r $file ]] || return
  mapfile -t lines <"$file"
  for line in "${lines[@]}"; do
    if [[ $line == "$1"$'\t'"$2"* ]]; then
      line=${line#*$'\t'}
      COMPREPLY+=("${line%%$'\t'*}")
    fi
  done
}

# The commands below one, its options, those that take a value, and what its arguments are.
_sfa_command() {
  case $1 in
    sfa)
      subs='demo download separate analyze pipeline export plot tag batch status jobs show watch wait cancel retry rm events logs track model stem queue token daemon doctor config completion shell version'
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa demo')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --keep'
      valued=' --color --progress --daemon --keep '
      argument=other
      ;;
    'sfa download')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help -f --from -0 --null -r --recursive -d --detach --timeout --force --priority --retries --batch --cancel-on-exit --on-finish --dry-run -o --output -P --path --if-exists --quality --archive --limit-rate --link --copy'
      valued=' --color --progress --daemon -f --from --timeout --priority --retries --batch --on-finish -o --output -P --path --if-exists --quality --archive --limit-rate '
      argument=input
      ;;
    'sfa separate')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help -f --from -0 --null -r --recursive -d --detach --timeout --force --priority --retries --batch --cancel-on-exit --on-finish --dry-run -o --output -P --path --if-exists -m --model --engine --quality --stems --two-stems --shifts --overlap --segment -j --jobs --device --codec --bits --clip'
      valued=' --color --progress --daemon -f --from --timeout --priority --retries --batch --on-finish -o --output -P --path --if-exists -m --model --engine --quality --stems --two-stems --shifts --overlap --segment -j --jobs --device --codec --bits --clip '
      argument=input
      ;;
    'sfa analyze')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help -f --from -0 --null -r --recursive -d --detach --timeout --force --priority --retries --batch --cancel-on-exit --on-finish --dry-run --features --bpm-range --key-notation --format --frames'
      valued=' --color --progress --daemon -f --from --timeout --priority --retries --batch --on-finish --features --bpm-range --key-notation --format '
      argument=input
      ;;
    'sfa pipeline')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help -f --from -0 --null -r --recursive -d --detach --timeout --force --priority --retries --batch --cancel-on-exit --on-finish --dry-run -o --output -P --path --if-exists --archive --limit-rate --link --copy -m --model --engine --quality --stems --two-stems --shifts --overlap --segment -j --jobs --device --codec --bits --clip --steps'
      valued=' --color --progress --daemon -f --from --timeout --priority --retries --batch --on-finish -o --output -P --path --if-exists --archive --limit-rate -m --model --engine --quality --stems --two-stems --shifts --overlap --segment -j --jobs --device --codec --bits --clip --steps '
      argument=input
      ;;
    'sfa export')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --to -o --output --frames --labels --if-exists'
      valued=' --color --progress --daemon --to -o --output --labels --if-exists '
      argument=track
      ;;
    'sfa plot')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --kind -o --output --theme --size --graphics'
      valued=' --color --progress --daemon --kind -o --output --theme --size --graphics '
      argument=track
      ;;
    'sfa tag')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --write --overwrite --dry-run'
      valued=' --color --progress --daemon --write '
      argument=file
      ;;
    'sfa batch')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help -d --detach --timeout --force --priority --retries --batch --cancel-on-exit --on-finish --dry-run'
      valued=' --color --progress --daemon --timeout --priority --retries --batch --on-finish '
      argument=file
      ;;
    'sfa status')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa jobs')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --status --type --batch -n --limit'
      valued=' --color --progress --daemon --status --type --batch -n --limit '
      argument=other
      ;;
    'sfa show')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=job
      ;;
    'sfa watch')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --all --fail-fast --batch'
      valued=' --color --progress --daemon --batch '
      argument=job
      ;;
    'sfa wait')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --timeout --batch'
      valued=' --color --progress --daemon --timeout --batch '
      argument=job
      ;;
    'sfa cancel')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --batch --all'
      valued=' --color --progress --daemon --batch '
      argument=job
      ;;
    'sfa retry')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --failed'
      valued=' --color --progress --daemon '
      argument=job
      ;;
    'sfa rm')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --done'
      valued=' --color --progress --daemon '
      argument=job
      ;;
    'sfa events')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help -f --follow --since'
      valued=' --color --progress --daemon --since '
      argument=other
      ;;
    'sfa logs')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help -f --follow'
      valued=' --color --progress --daemon '
      argument=job
      ;;
    'sfa track')
      subs='list show rm'
      options=''
      valued='  '
      argument=other
      ;;
    'sfa track list')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help -n --limit'
      valued=' --color --progress --daemon -n --limit '
      argument=other
      ;;
    'sfa track show')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=track
      ;;
    'sfa track rm')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=track
      ;;
    'sfa model')
      subs='list show pull verify rm'
      options=''
      valued='  '
      argument=other
      ;;
    'sfa model list')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --installed'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa model show')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=model
      ;;
    'sfa model pull')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --name --stems --one-each --n-fft --compensation --sha256 --licence'
      valued=' --color --progress --daemon --name --stems --n-fft --compensation --sha256 --licence '
      argument=input
      ;;
    'sfa model verify')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=model
      ;;
    'sfa model rm')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=model
      ;;
    'sfa stem')
      subs=list
      options=''
      valued='  '
      argument=other
      ;;
    'sfa stem list')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=track
      ;;
    'sfa queue')
      subs='list pause resume set'
      options=''
      valued='  '
      argument=other
      ;;
    'sfa queue list')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa queue pause')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument='download processing analysis'
      ;;
    'sfa queue resume')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument='download processing analysis'
      ;;
    'sfa queue set')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --parallel'
      valued=' --color --progress --daemon --parallel '
      argument='download processing analysis'
      ;;
    'sfa token')
      subs='create list revoke'
      options=''
      valued='  '
      argument=other
      ;;
    'sfa token create')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --scope --expires'
      valued=' --color --progress --daemon --scope --expires '
      argument=other
      ;;
    'sfa token list')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa token revoke')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa daemon')
      subs='start stop restart status logs run install-service backup'
      options=''
      valued='  '
      argument=other
      ;;
    'sfa daemon start')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --port --host'
      valued=' --color --progress --daemon --port --host '
      argument=other
      ;;
    'sfa daemon stop')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --drain --now'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa daemon restart')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --port --host'
      valued=' --color --progress --daemon --port --host '
      argument=other
      ;;
    'sfa daemon status')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa daemon logs')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help -f --follow -n --lines'
      valued=' --color --progress --daemon -n --lines '
      argument=other
      ;;
    'sfa daemon run')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --port --host'
      valued=' --color --progress --daemon --port --host '
      argument=other
      ;;
    'sfa daemon install-service')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --print --force'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa daemon backup')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --overwrite'
      valued=' --color --progress --daemon '
      argument=file
      ;;
    'sfa doctor')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --fix'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa config')
      subs='list get set unset path'
      options=''
      valued='  '
      argument=other
      ;;
    'sfa config list')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help --show-origin'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa config get')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa config set')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa config unset')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa config path')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa completion')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument='bash zsh fish'
      ;;
    'sfa shell')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
    'sfa version')
      subs=''
      options='--json -q --quiet -v --verbose --color --progress --no-autostart --daemon -y --yes -h --help'
      valued=' --color --progress --daemon '
      argument=other
      ;;
  esac
}

# What the value of an option is: a kind, or the words to choose from.
_sfa_value() {
  case $1:$2 in
    *:--color) value='auto always never' ;;
    *:--features) value='tempo key energy spectral mfcc chroma beats onsets loudness structure chords pitch tonnetz all' ;;
    *:--format) value='text csv json jams' ;;
    *:--from) value=file ;;
    *:--graphics) value='auto blocks kitty sixel' ;;
    *:--if-exists) value='skip rename overwrite fail' ;;
    *:--keep) value=folder ;;
    *:--key-notation) value='standard camelot openkey' ;;
    *:--kind) value='overview waveform spectrogram chroma beats mfcc spectral radar' ;;
    *:--labels) value='beats sections chords' ;;
    *:--model) value=model ;;
    'sfa export:--output') value=file ;;
    'sfa plot:--output') value=file ;;
    *:--path) value=folder ;;
    *:--progress) value='auto bar plain none' ;;
    *:--status) value='queued downloading processing completed failed cancelled' ;;
    *:--steps) value='download separate analyze' ;;
    *:--theme) value='auto dark light' ;;
    *:--to) value='json csv jams audacity rekordbox m3u8 midi zip stem' ;;
    *:--type) value='download processing analysis' ;;
    *:--write) value='bpm key gain' ;;
    *:-P) value=folder ;;
    *:-f) value=file ;;
    *:-m) value=model ;;
    'sfa export:-o') value=file ;;
    'sfa plot:-o') value=file ;;
    *) value=other ;;
  esac
}

_sfa_offer() {
  local kind=$1 cur=$2
  case $kind in
    file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
    folder) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
    input) _sfa_cached track "$cur"; [[ ${#COMPREPLY[@]} -gt 0 ]] || _sfa_offer file "$cur" ;;
    job | track | model) _sfa_cached "$kind" "$cur" ;;
    other) ;;
    *) mapfile -t COMPREPLY < <(compgen -W "$kind" -- "$cur") ;;
  esac
}

_sfa() {
  local cur=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  local path=sfa subs options valued argument value word i skip= ended=
  COMPREPLY=()
  if [[ $cur == = ]]; then
    cur=
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  _sfa_command "$path"
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == = ]]; then
      skip=1
    elif [[ $skip ]]; then
      skip=
    elif [[ $word == -- ]]; then
      ended=1
    elif [[ $word == -* && ! $ended ]]; then
      [[ $valued == *" $word "* ]] && skip=1
    elif [[ " $subs " == *" $word "* ]]; then
      path+=" $word"
      _sfa_command "$path"
    fi
  done
  if [[ $skip ]]; then
    _sfa_value "$path" "$option"
    _sfa_offer "$value" "$cur"
  elif [[ $cur == -* && ! $ended ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
  elif [[ $subs ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$subs" -- "$cur")
  else
    _sfa_offer "$argument" "$cur"
  fi
}

complete -F _sfa sfa
