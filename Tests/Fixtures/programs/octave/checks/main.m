bad = 0;
while ischar(line = fgetl(stdin))
  try
    value = str2double(line);
    if isnan(value)
      error("Check:number", "no number: %s", line);
    end
    validateattributes(value, {"numeric"}, {"positive"});
    printf("%s -> %.4f\n", line, log(value));
  catch problem
    bad++;
    if strcmp(problem.identifier, "Check:number")
      fprintf(stderr, "%s\n", problem.message);
    else
      fprintf(stderr, "other: %s\n", strtok(problem.message, "\n"));
    end
  end_try_catch
end
exit(60 + bad);
