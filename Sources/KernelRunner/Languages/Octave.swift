extension Language {
    /// Octave by its command line.
    static func octave(path: String) -> Language {
        interpreted("octave", path: path, options: ["--no-gui", "--no-history"], ["--eval"], file: "main.m")
            .keeping(.driven(path: path, ["--no-gui", "--no-history", "--no-window-system"], file: "driver.m", driver))
    }
}

/// Nothing catches an interrupt in Octave, but it passes a cleanup block, where the next runs are served.
private let driver = #"""
    1;

    function __kernel_runner__ ()
      mlock (); # against `clear all`
      persistent pid = getpid ();
      persistent begun = false;
      persistent line = "";
      unwind_protect
        while true
          if (isempty (line))
            line = __kernel_runner_request__ ();
          end
          words = strsplit (line, " ");
          code = 0;
          if (words{1}(end) == "n") # an interrupt between runs costs the first letter
            stdin (words{5});
            text = fileread (words{4});
            begun = true;
            __kernel_runner_reply__ ("B", words{2});
            code = __kernel_runner_evaluate__ (text);
          else
            try
              __kernel_runner_complete__ (words{3});
            end
          end
          if (getpid () != pid)
            exit (code);
          end
          begun = false;
          line = "";
          __kernel_runner_reply__ ("F", words{2}, sprintf ("%d 0", code));
        end
      unwind_protect_cleanup
        if (begun)
          begun = false;
          line = "";
          __kernel_runner_reply__ ("F", words{2}, "130 1");
        end
        __kernel_runner__ ();
      end_unwind_protect
    end

    ## Files may have been closed, by `fclose all`.
    function __kernel_runner_reply__ (varargin)
      mlock ();
      fflush (stdout);
      fflush (stderr);
      file = fopen ("/proc/self/fd/4", "w");
      fputs (file, [strjoin(varargin, " ") "\n"]);
      fclose (file);
    end

    ## Character by character, since fgetl waits for the one after the line.
    function line = __kernel_runner_request__ ()
      mlock ();
      persistent file = -1;
      if (! is_valid_file_id (file))
        file = fopen ("/proc/self/fd/3", "r");
      end
      line = "";
      while (isempty (line) || line(end) != "\n")
        line = [line, fread(file, 1, "uint8=>char")];
        if (feof (file))
          exit (0);
        end
      end
      line(end) = "";
    end

    ## Octave's own stream of this name never gets over the first end of file. With a path, opens that.
    function result = stdin (path)
      mlock ();
      persistent file = 0;
      if (nargin == 1)
        if (file && is_valid_file_id (file))
          fclose (file);
        end
        file = fopen (path, "r");
        dup2 (file, 0);
      end
      result = file;
    end

    function code = __kernel_runner_evaluate__ (text)
      mlock ();
      code = 0; # where a `return` of the program ends this
      try
        evalin ("base", text);
      catch problem
        code = 1;
        fflush (stdout);
        fprintf (stderr, "error: %s\n", problem.message);
        frames = problem.stack;
        frames = frames(1:find (strncmp ({frames.name}, "__kernel_runner", 15), 1) - 1);
        if (! isempty (frames))
          fputs (stderr, "error: called from\n");
        end
        for frame = frames'
          fprintf (stderr, "    %s", frame.name);
          if (frame.line > 0)
            fprintf (stderr, " at line %d column %d", frame.line, frame.column);
          end
          fputs (stderr, "\n");
        end
      end
    end

    function __kernel_runner_complete__ (path)
      mlock ();
      word = regexp (fileread (path), '[\w.]+$', "match", "once");
      if (! isempty (word))
        found = evalin ("base", ["completion_matches (\"" word "\")"]);
        found = unique (strrep (cellstr (found), "\0", ""));
        found = found(! strncmp (found, "__kernel_runner", 15) & ! cellfun (@isempty, found));
        printf ("%s\n", found{1:min (1000, end)});
      end
    end

    __kernel_runner_complete__ ("/dev/null"); # locks it
    __kernel_runner_reply__ ("H");
    __kernel_runner__ ();
    """#
