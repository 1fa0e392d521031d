[status, output] = system("echo from a child; exit 6");
printf("%s%d\n", output, status);
fprintf(stderr, "going\n");
fflush(stdout);
kill(getpid(), SIG.KILL);
pause(5);
