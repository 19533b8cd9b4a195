# Completion of sfa for fish. Made from the commands by ReferenceTest; do not edit.
# It starts no program: ids come from a file that the daemon keeps.

function __sfa_cached
    set -l file
    if set -q SFA_HOME; and test -n "$SFA_HOME"
        set file $SFA_HOME/cache/completion
    else if set -q XDG_CACHE_HOME; and test -n "$XDG_CACHE_HOME"
        set file $XDG_CACHE_HOME/sfa/completion
    else
        set file $HOME/.cache/sfa/completion
    end
    test -r $file; or return
    while read -l -d \t kind id text
        test "$kind" = $argv[1]; and echo $id\t$text
    end <$file
end

# Whether the words so far lead to this command.
function __sfa_at
    set -l path sfa
    set -l skip
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip
        else if string match -q -- '-*' $word
            contains -- $word --color --daemon --engine --expires --features --host --if-exists --keep --limit --lines --model --output --path --port --priority --progress --quality --scope --since --status --steps --timeout --type -P -m -n -o; and set skip 1
        else if contains -- "$path $word" 'sfa demo' 'sfa download' 'sfa separate' 'sfa analyze' 'sfa pipeline' 'sfa status' 'sfa jobs' 'sfa show' 'sfa watch' 'sfa wait' 'sfa cancel' 'sfa retry' 'sfa rm' 'sfa events' 'sfa logs' 'sfa track' 'sfa track list' 'sfa track show' 'sfa track rm' 'sfa token' 'sfa token create' 'sfa token list' 'sfa token revoke' 'sfa daemon' 'sfa daemon start' 'sfa daemon stop' 'sfa daemon restart' 'sfa daemon status' 'sfa daemon logs' 'sfa daemon run' 'sfa doctor' 'sfa config' 'sfa config list' 'sfa config get' 'sfa config set' 'sfa config unset' 'sfa config path' 'sfa completion' 'sfa version'
            set path "$path $word"
        end
    end
    test "$path" = "$argv"
end

complete -c sfa -f
complete -c sfa -l json -d 'One JSON object a line on stdout.'
complete -c sfa -s q -l quiet -d 'Results and errors only.'
complete -c sfa -s v -l verbose -d 'Say more; show where a bug is.'
complete -c sfa -l color -x -a 'auto always never' -d 'Colours: auto, always or never.'
complete -c sfa -l progress -x -a 'auto bar plain none' -d 'Progress: auto, bar, plain or none.'
complete -c sfa -l no-autostart -d 'Do not start a daemon when none runs.'
complete -c sfa -l daemon -x -d 'Use the daemon at this address.'
complete -c sfa -s y -l yes -d 'Do not ask.'
complete -c sfa -s h -l help -d 'Show this help.'
complete -c sfa -n '__sfa_at sfa' -a demo -d 'Do all of it with a song composed here, offline'
complete -c sfa -n '__sfa_at sfa' -a download -d 'Download songs, or import files, into the library'
complete -c sfa -n '__sfa_at sfa' -a separate -d 'Take songs apart into stems: vocals, drums, bass, other'
complete -c sfa -n '__sfa_at sfa' -a analyze -d 'Find tempo, key, energy, timbre and harmony of songs'
complete -c sfa -n '__sfa_at sfa' -a pipeline -d 'Download, separate and analyse songs, in one go'
complete -c sfa -n '__sfa_at sfa' -a status -d 'Say whether the daemon runs, and what it does'
complete -c sfa -n '__sfa_at sfa' -a jobs -d 'List jobs, the newest first'
complete -c sfa -n '__sfa_at sfa' -a show -d 'Show a job and its result'
complete -c sfa -n '__sfa_at sfa' -a watch -d 'Follow jobs live, through restarts of the daemon'
complete -c sfa -n '__sfa_at sfa' -a wait -d 'Wait for jobs; the exit code is theirs'
complete -c sfa -n '__sfa_at sfa' -a cancel -d 'End jobs that have not ended'
complete -c sfa -n '__sfa_at sfa' -a retry -d 'Do failed or cancelled jobs again'
complete -c sfa -n '__sfa_at sfa' -a rm -d 'Forget jobs that have ended'
complete -c sfa -n '__sfa_at sfa' -a events -d 'Print everything that happens as NDJSON, for programs'
complete -c sfa -n '__sfa_at sfa' -a logs -d 'Show what a job did'
complete -c sfa -n '__sfa_at sfa' -a track -d 'The tracks of the library'
complete -c sfa -n '__sfa_at sfa' -a token -d 'Tokens for other devices and programs'
complete -c sfa -n '__sfa_at sfa' -a daemon -d 'The daemon that does the work'
complete -c sfa -n '__sfa_at sfa' -a doctor -d 'Say whether everything that sfa needs is there'
complete -c sfa -n '__sfa_at sfa' -a config -d 'The settings'
complete -c sfa -n '__sfa_at sfa' -a completion -d 'Print the completion script of a shell'
complete -c sfa -n '__sfa_at sfa' -a version -d 'Say which sfa this is'
complete -c sfa -n '__sfa_at sfa demo' -l keep -x -a '(__fish_complete_directories)' -d 'Leave the song, the stems, the analysis and the picture in this folder, which must be empty or new; else they stay in the cache until the next demo.'
complete -c sfa -n '__sfa_at sfa download' -s d -l detach -d 'Do not wait: print one job id a line.'
complete -c sfa -n '__sfa_at sfa download' -l timeout -x -d 'Wait no longer than this (90s, 5m, 1h); the job goes on. Exit code 124.'
complete -c sfa -n '__sfa_at sfa download' -l force -d 'Do it again even if the result is there.'
complete -c sfa -n '__sfa_at sfa download' -l priority -x -d 'Higher goes first; 0 unless set.'
complete -c sfa -n '__sfa_at sfa download' -l dry-run -d 'Say what would be done, and do nothing.'
complete -c sfa -n '__sfa_at sfa download' -s o -l output -x -d 'Copy the files to names such as {artist}/{title}/{stem}.{ext}; {album|none} says what stands for what is not known. Fields: artist, title, album, stem, ext, model, engine, track_id, job_id, type.'
complete -c sfa -n '__sfa_at sfa download' -s P -l path -x -a '(__fish_complete_directories)' -d 'Copy the files into this folder, made if need be.'
complete -c sfa -n '__sfa_at sfa download' -l if-exists -x -a 'skip rename overwrite fail' -d 'What to do where a file is already: skip, rename, overwrite or fail; skip unless set.'
complete -c sfa -n '__sfa_at sfa download' -l quality -x -a 'lossless high medium low' -d 'lossless, high, medium or low.'
complete -c sfa -n '__sfa_at sfa download' -F -a '(__sfa_cached track)'
complete -c sfa -n '__sfa_at sfa separate' -s d -l detach -d 'Do not wait: print one job id a line.'
complete -c sfa -n '__sfa_at sfa separate' -l timeout -x -d 'Wait no longer than this (90s, 5m, 1h); the job goes on. Exit code 124.'
complete -c sfa -n '__sfa_at sfa separate' -l force -d 'Do it again even if the result is there.'
complete -c sfa -n '__sfa_at sfa separate' -l priority -x -d 'Higher goes first; 0 unless set.'
complete -c sfa -n '__sfa_at sfa separate' -l dry-run -d 'Say what would be done, and do nothing.'
complete -c sfa -n '__sfa_at sfa separate' -s o -l output -x -d 'Copy the files to names such as {artist}/{title}/{stem}.{ext}; {album|none} says what stands for what is not known. Fields: artist, title, album, stem, ext, model, engine, track_id, job_id, type.'
complete -c sfa -n '__sfa_at sfa separate' -s P -l path -x -a '(__fish_complete_directories)' -d 'Copy the files into this folder, made if need be.'
complete -c sfa -n '__sfa_at sfa separate' -l if-exists -x -a 'skip rename overwrite fail' -d 'What to do where a file is already: skip, rename, overwrite or fail; skip unless set.'
complete -c sfa -n '__sfa_at sfa separate' -s m -l model -x -a '(__sfa_cached model)' -d 'The model to separate with.'
complete -c sfa -n '__sfa_at sfa separate' -l engine -x -d 'The engine to separate with: dsp.'
complete -c sfa -n '__sfa_at sfa separate' -F -a '(__sfa_cached track)'
complete -c sfa -n '__sfa_at sfa analyze' -s d -l detach -d 'Do not wait: print one job id a line.'
complete -c sfa -n '__sfa_at sfa analyze' -l timeout -x -d 'Wait no longer than this (90s, 5m, 1h); the job goes on. Exit code 124.'
complete -c sfa -n '__sfa_at sfa analyze' -l force -d 'Do it again even if the result is there.'
complete -c sfa -n '__sfa_at sfa analyze' -l priority -x -d 'Higher goes first; 0 unless set.'
complete -c sfa -n '__sfa_at sfa analyze' -l dry-run -d 'Say what would be done, and do nothing.'
complete -c sfa -n '__sfa_at sfa analyze' -l features -x -a 'tempo key energy spectral mfcc chroma all' -d 'tempo, key, energy, spectral, mfcc, chroma, or all; separated by commas.'
complete -c sfa -n '__sfa_at sfa analyze' -F -a '(__sfa_cached track)'
complete -c sfa -n '__sfa_at sfa pipeline' -s d -l detach -d 'Do not wait: print one job id a line.'
complete -c sfa -n '__sfa_at sfa pipeline' -l timeout -x -d 'Wait no longer than this (90s, 5m, 1h); the job goes on. Exit code 124.'
complete -c sfa -n '__sfa_at sfa pipeline' -l force -d 'Do it again even if the result is there.'
complete -c sfa -n '__sfa_at sfa pipeline' -l priority -x -d 'Higher goes first; 0 unless set.'
complete -c sfa -n '__sfa_at sfa pipeline' -l dry-run -d 'Say what would be done, and do nothing.'
complete -c sfa -n '__sfa_at sfa pipeline' -s o -l output -x -d 'Copy the files to names such as {artist}/{title}/{stem}.{ext}; {album|none} says what stands for what is not known. Fields: artist, title, album, stem, ext, model, engine, track_id, job_id, type.'
complete -c sfa -n '__sfa_at sfa pipeline' -s P -l path -x -a '(__fish_complete_directories)' -d 'Copy the files into this folder, made if need be.'
complete -c sfa -n '__sfa_at sfa pipeline' -l if-exists -x -a 'skip rename overwrite fail' -d 'What to do where a file is already: skip, rename, overwrite or fail; skip unless set.'
complete -c sfa -n '__sfa_at sfa pipeline' -s m -l model -x -a '(__sfa_cached model)' -d 'The model to separate with.'
complete -c sfa -n '__sfa_at sfa pipeline' -l engine -x -d 'The engine to separate with: dsp.'
complete -c sfa -n '__sfa_at sfa pipeline' -l steps -x -a 'download separate analyze' -d 'download, separate, analyze; separated by commas. All unless set.'
complete -c sfa -n '__sfa_at sfa pipeline' -F -a '(__sfa_cached track)'
complete -c sfa -n '__sfa_at sfa jobs' -l status -x -a 'queued downloading processing completed failed cancelled' -d 'queued, downloading, processing, completed, failed, cancelled; separated by commas.'
complete -c sfa -n '__sfa_at sfa jobs' -l type -x -a 'download processing analysis' -d 'download, processing, analysis; separated by commas.'
complete -c sfa -n '__sfa_at sfa jobs' -s n -l limit -x -d 'No more than this; 0 for all. 30 on a terminal, all in a pipe, unless set.'
complete -c sfa -n '__sfa_at sfa show' -a '(__sfa_cached job)'
complete -c sfa -n '__sfa_at sfa watch' -l all -d 'Follow every job there is and will be, until interrupted.'
complete -c sfa -n '__sfa_at sfa watch' -a '(__sfa_cached job)'
complete -c sfa -n '__sfa_at sfa wait' -l timeout -x -d 'Wait no longer than this (90s, 5m, 1h). Exit code 124.'
complete -c sfa -n '__sfa_at sfa wait' -a '(__sfa_cached job)'
complete -c sfa -n '__sfa_at sfa cancel' -l all -d 'Every job that has not ended.'
complete -c sfa -n '__sfa_at sfa cancel' -a '(__sfa_cached job)'
complete -c sfa -n '__sfa_at sfa retry' -l failed -d 'Every job that failed.'
complete -c sfa -n '__sfa_at sfa retry' -a '(__sfa_cached job)'
complete -c sfa -n '__sfa_at sfa rm' -l done -d 'Every job that has ended.'
complete -c sfa -n '__sfa_at sfa rm' -a '(__sfa_cached job)'
complete -c sfa -n '__sfa_at sfa events' -s f -l follow -d 'Go on with what comes, until interrupted; through restarts of the daemon, too.'
complete -c sfa -n '__sfa_at sfa events' -l since -x -d 'Begin behind the event of this number. The daemon remembers some 2000.'
complete -c sfa -n '__sfa_at sfa logs' -s f -l follow -d 'Go on with what comes, until the job ends.'
complete -c sfa -n '__sfa_at sfa logs' -a '(__sfa_cached job)'
complete -c sfa -n '__sfa_at sfa track' -a list -d 'List the tracks of the library, the newest first'
complete -c sfa -n '__sfa_at sfa track' -a show -d 'Show a track of the library'
complete -c sfa -n '__sfa_at sfa track' -a rm -d 'Remove tracks with their stems and analyses'
complete -c sfa -n '__sfa_at sfa track list' -s n -l limit -x -d 'No more than this.'
complete -c sfa -n '__sfa_at sfa track show' -a '(__sfa_cached track)'
complete -c sfa -n '__sfa_at sfa track rm' -a '(__sfa_cached track)'
complete -c sfa -n '__sfa_at sfa token' -a create -d 'Make a token for another device or program'
complete -c sfa -n '__sfa_at sfa token' -a list -d 'List the tokens there are'
complete -c sfa -n '__sfa_at sfa token' -a revoke -d 'Make tokens worthless'
complete -c sfa -n '__sfa_at sfa token create' -l scope -x -d 'read: see and follow; submit: make jobs, too; admin: everything. read unless set.'
complete -c sfa -n '__sfa_at sfa token create' -l expires -x -d 'Valid for so many days; for ever unless set.'
complete -c sfa -n '__sfa_at sfa daemon' -a start -d 'Start the daemon, if none runs'
complete -c sfa -n '__sfa_at sfa daemon' -a stop -d 'Stop the daemon; its jobs go on with the next one'
complete -c sfa -n '__sfa_at sfa daemon' -a restart -d 'Stop the daemon and start it again'
complete -c sfa -n '__sfa_at sfa daemon' -a status -d 'As status; exit code 69 when none runs'
complete -c sfa -n '__sfa_at sfa daemon' -a logs -d 'Show the daemon\'s log'
complete -c sfa -n '__sfa_at sfa daemon' -a run -d 'Run the daemon in the foreground'
complete -c sfa -n '__sfa_at sfa daemon start' -l port -x -d 'The port; 0 for any. 4000 or any unless set.'
complete -c sfa -n '__sfa_at sfa daemon start' -l host -x -d 'The address; 127.0.0.1 unless set.'
complete -c sfa -n '__sfa_at sfa daemon stop' -l drain -d 'Let the running and waiting jobs end first.'
complete -c sfa -n '__sfa_at sfa daemon stop' -l now -d 'End it at once; its jobs run again with the next daemon.'
complete -c sfa -n '__sfa_at sfa daemon restart' -l port -x -d 'The port; 0 for any. 4000 or any unless set.'
complete -c sfa -n '__sfa_at sfa daemon restart' -l host -x -d 'The address; 127.0.0.1 unless set.'
complete -c sfa -n '__sfa_at sfa daemon logs' -s f -l follow -d 'Go on with what comes, until interrupted.'
complete -c sfa -n '__sfa_at sfa daemon logs' -s n -l lines -x -d 'Begin so many lines before the end; 50 unless set.'
complete -c sfa -n '__sfa_at sfa daemon run' -l port -x -d 'The port; 0 for any. 4000 or any unless set.'
complete -c sfa -n '__sfa_at sfa daemon run' -l host -x -d 'The address; 127.0.0.1 unless set.'
complete -c sfa -n '__sfa_at sfa config' -a list -d 'List the settings'
complete -c sfa -n '__sfa_at sfa config' -a get -d 'Say what a setting is'
complete -c sfa -n '__sfa_at sfa config' -a set -d 'Change a setting'
complete -c sfa -n '__sfa_at sfa config' -a unset -d 'Put a setting back to what is built in'
complete -c sfa -n '__sfa_at sfa config' -a path -d 'Say where the settings are kept'
complete -c sfa -n '__sfa_at sfa config list' -l show-origin -d 'Say where each value comes from.'
complete -c sfa -n '__sfa_at sfa completion' -a 'bash zsh fish'
