points = load("points.txt");
printf("area %g, perimeter %.4f\n", polygon_area(points), perimeter(points));
[hull, count] = perimeter(points([1 2 3], :));
printf("%.4f %d\n", hull, count);
fid = fopen("report.txt", "w");
fprintf(fid, "%d;%d\n", points');
fclose(fid);
text = fileread("report.txt");
printf("%s%d lines\n", text, numel(strfind(text, "\n")));
